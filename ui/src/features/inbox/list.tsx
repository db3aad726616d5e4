// The list of replies: who, the beginning of what they wrote, what it means. Only the rows in sight exist.

import { useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { BrandMark } from "../../components/brand-mark";
import { Time } from "../../components/time";
import type { InboxRow } from "../../generated/InboxRow";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { ClassTag } from "./class-menu";

/** Height of a row in pixels. */
const ROW = 78;

interface Props {
  rows: InboxRow[];
  current: string | null;
  onOpen: (id: string) => void;
  /** The end is in sight. */
  onMore: () => void;
}

export function InboxList({ rows, current, onOpen, onMore }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 320, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 10) onMore();
  }, [last, rows.length, onMore]);
  const place = rows.findIndex((row) => row.message.id === current);
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: "auto" });
  }, [place, virtual]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const next = step === undefined ? undefined : rows[Math.max(0, place) + step];
    if (!next) return;
    event.preventDefault();
    onOpen(next.message.id);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-message="${next.message.id}"]`)?.focus(),
    );
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows only move between its buttons
    <div className="inbox-list" ref={box} onKeyDown={onKeyDown}>
      <ol style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <li key={row.message.id} style={{ height: ROW, transform: `translateY(${item.start}px)` }}>
                <Row row={row} current={row.message.id === current} onOpen={onOpen} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

function Row({ row, current, onOpen }: { row: InboxRow; current: boolean; onOpen: (id: string) => void }) {
  const now = useNow();
  const scope = useBrandInScope();
  const brand = useBrandOf()(row.message.brand);
  const { message } = row;
  return (
    <button
      type="button"
      className="inbox-row"
      data-message={message.id}
      data-needs={row.needs_you || undefined}
      aria-current={current ? true : undefined}
      onClick={() => onOpen(message.id)}
    >
      <span className="row">
        {!scope && brand && <BrandMark name={brand.name} place={brand.place} small />}
        <b className="cut" dir="auto">
          {row.name || message.from_name || message.from_address}
        </b>
        <span className="push faint inbox-time">
          <Time at={message.received_at} now={now} />
        </span>
      </span>
      <span className="cut muted" dir="auto">
        {row.beginning || message.subject || t("inbox:text.empty")}
      </span>
      <span className="row inbox-tags">
        <ClassTag kind={message.class} confidence={message.confidence} />
        {row.folder === "spam" && <span className="tag tag-warn">{t("inbox:spam")}</span>}
        {row.company && (
          <span className="faint cut" dir="auto">
            {row.company}
          </span>
        )}
        {row.done_at !== null && <Check size={13} className="push good" aria-label={t("inbox:done.mark")} role="img" />}
      </span>
    </button>
  );
}

// The inbox: replies on the left, the one that is open, and its deal beside it.

import { type ReactNode, useDeferredValue, useState } from "react";
import { Panes, Screen } from "../../components/screen";
import { Empty, Loading, Trouble } from "../../components/states";
import type { InboxRow } from "../../generated/InboxRow";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope } from "../../lib/known";
import { useShortcut } from "../../lib/shortcuts";
import { Belongs } from "./belongs";
import { DealContext } from "./context";
import { Filters, type Narrowed } from "./filters";
import "./inbox.css";
import { InboxList } from "./list";
import { afterLeaving, neighbour, rowsOf, useInboxPages } from "./pages";
import { Reading } from "./reading";

interface Props {
  /** The mail that is open, by the address. */
  open: string | null;
  onOpen: (message: string | null) => void;
  onDeal: (deal: string) => void;
  /** The deal has the room on the right. */
  crowded: boolean;
}

/** Where the part that was looked at last is kept, so that coming back finds it. */
const LAST = "inbox.part";

function lastPart(): Narrowed["part"] {
  const kept = window.sessionStorage.getItem(LAST);
  return kept === "all" || kept === "robots" || kept === "unmatched" ? kept : "needs_you";
}

export function Inbox({ open, onOpen, onDeal, crowded }: Props) {
  const [narrowed, setNarrowed] = useState<Narrowed>(() => ({ part: lastPart(), class: null, search: "" }));
  const search = useDeferredValue(narrowed.search.trim());
  const brand = useBrandInScope();
  const pages = useInboxPages({ ...narrowed, search: search || null, brand: brand?.slug ?? null });
  const rows = rowsOf(pages.data);
  const first = rows[0]?.message.id ?? null;
  const current = open ?? first;
  const narrow = (next: Narrowed) => {
    window.sessionStorage.setItem(LAST, next.part);
    setNarrowed(next);
    onOpen(null);
  };
  const step = (by: 1 | -1) => {
    const next = neighbour(rows, current, by);
    if (next) onOpen(next.message.id);
  };
  useShortcut({ keys: "j", label: t("inbox:keys.next") }, () => step(1));
  useShortcut({ keys: "k", label: t("inbox:keys.previous") }, () => step(-1));
  const counts = pages.data?.pages[0]?.counts;
  return (
    <Screen title={t("inbox:title")} note={counts && t("inbox:note", { count: counts.needs_you })} actions={<Keys />}>
      <Opened
        id={current}
        rows={rows}
        crowded={crowded}
        onDeal={onDeal}
        onDone={() => current && narrowed.part === "needs_you" && onOpen(afterLeaving(rows, current))}
        list={
          <div className="inbox-side">
            <Filters
              narrowed={narrowed}
              counts={counts}
              classes={pages.data?.pages[0]?.classes ?? []}
              onChange={narrow}
            />
            {pages.isPending && <Loading what={t("inbox:loading")} />}
            {pages.error && !pages.data && <Trouble error={pages.error} retry={() => void pages.refetch()} />}
            {pages.data && rows.length === 0 && <Nothing narrowed={narrowed} total={counts?.all ?? 0} />}
            {rows.length > 0 && (
              <InboxList
                rows={rows}
                current={current}
                onOpen={onOpen}
                onMore={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
              />
            )}
          </div>
        }
      />
    </Screen>
  );
}

function Opened({
  id,
  rows,
  crowded,
  list,
  onDeal,
  onDone,
}: {
  id: string | null;
  rows: InboxRow[];
  crowded: boolean;
  list: ReactNode;
  onDeal: (deal: string) => void;
  onDone: () => void;
}) {
  // What was read last stays until the next one is there: the pane does not blink.
  if (!id)
    return (
      <Panes
        list={list}
        thing={rows.length === 0 ? null : <p className="state faint">{t("inbox:reading.choose")}</p>}
      />
    );
  return <OpenedMail key="mail" id={id} crowded={crowded} list={list} onDeal={onDeal} onDone={onDone} />;
}

function OpenedMail({
  id,
  crowded,
  list,
  onDeal,
  onDone,
}: Omit<Parameters<typeof Opened>[0], "id" | "rows"> & { id: string }) {
  const message = useAsk("message_show", { id }, { keep: true });
  const detail = message.data;
  const deal = detail?.row.deal_id ?? null;
  const reason =
    crowded || !detail ? undefined : deal ? (
      <DealContext key={deal} deal={deal} onOpen={() => onDeal(deal)} />
    ) : (
      <Belongs detail={detail} />
    );
  return (
    <Panes
      list={list}
      thing={
        <>
          {message.isPending && <Loading what={t("inbox:reading.loading")} />}
          {message.error && !detail && <Trouble error={message.error} retry={() => void message.refetch()} />}
          {detail && <Reading key={detail.row.id} detail={detail} onDone={onDone} />}
        </>
      }
      reason={reason}
      reasonLabel={t(deal ? "inbox:context.label" : "inbox:belongs.title")}
    />
  );
}

function Keys() {
  const keys = [
    ["J", "K", t("inbox:hints.move")],
    ["R", null, t("inbox:hints.answer")],
    ["E", null, t("inbox:hints.done")],
    ["1–9", null, t("inbox:hints.mean")],
  ] as const;
  return (
    <span className="row inbox-keys faint" aria-hidden="true">
      {keys.map(([one, two, what]) => (
        <span key={what} className="row inbox-key">
          <kbd>{one}</kbd>
          {two && <kbd>{two}</kbd>}
          {what}
        </span>
      ))}
    </span>
  );
}

function Nothing({ narrowed, total }: { narrowed: Narrowed; total: number }) {
  if (narrowed.search.trim() !== "" || narrowed.class !== null) {
    return (
      <Empty title={t("inbox:empty.found")}>
        <p>{t("inbox:empty.foundWhy")}</p>
      </Empty>
    );
  }
  if (narrowed.part === "needs_you" && total > 0) {
    return (
      <Empty title={t("inbox:empty.done")}>
        <p>{t("inbox:empty.doneWhy")}</p>
      </Empty>
    );
  }
  const part = narrowed.part === "robots" || narrowed.part === "unmatched" ? narrowed.part : "all";
  return (
    <Empty title={t(`inbox:empty.${part}`)}>
      <p>{t(`inbox:empty.${part}Why`)}</p>
    </Empty>
  );
}

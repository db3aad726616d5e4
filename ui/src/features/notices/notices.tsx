// The record of everything worth telling, newest first. Of all brands, whichever is in scope: what the bell counts is all here.

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { FilterChips } from "../../components/filter-chips";
import { Empty, Loading, Trouble } from "../../components/states";
import type { NoticeKind } from "../../generated/NoticeKind";
import type { NoticeRow } from "../../generated/NoticeRow";
import { useAsk, useNow } from "../../lib/ask";
import { dayTitle } from "../../lib/format";
import { t } from "../../lib/i18n";
import { NOTICE_KINDS } from "../../lib/notice-kinds";
import { byDay } from "./days";
import { Line } from "./line";
import "./notices.css";
import { useNew } from "./seen";

/** Lines that are asked for at first, and with each wish for earlier ones. */
const PAGE = 200;

interface Props {
  /** The deal that is open beside the list. */
  deal: string | undefined;
  onOpen: (notice: NoticeRow) => void;
}

export function Notices({ deal, onOpen }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const [kinds, setKinds] = useState<NoticeKind[]>([]);
  const asked = useAsk("notices_list", { limit }, { keep: true });
  const all = asked.data ?? [];
  const marked = useNew(all, kinds.length === 0);
  if (!asked.data) {
    if (asked.error) return <Trouble error={asked.error} retry={() => void asked.refetch()} />;
    return <Loading what={t("notices:loading")} />;
  }
  if (all.length === 0) return <NothingYet />;
  const rows = kinds.length === 0 ? all : all.filter(({ kind }) => kinds.includes(kind));
  return (
    <div className="notices">
      <FilterChips
        label={t("notices:filter")}
        options={NOTICE_KINDS.map((value) => ({ value, label: t(`words:notices.${value}`) }))}
        chosen={kinds}
        onChange={setKinds}
      />
      {rows.length === 0 ? (
        <NothingOfThem onAll={() => setKinds([])} />
      ) : (
        <Days rows={rows} marked={marked} deal={deal} onOpen={onOpen} />
      )}
      {all.length >= limit && (
        <button type="button" className="button notices-more" onClick={() => setLimit(limit + PAGE)}>
          {t("notices:earlier")}
        </button>
      )}
    </div>
  );
}

function Days({ rows, marked, deal, onOpen }: Props & { rows: NoticeRow[]; marked: ReadonlySet<string> }) {
  const now = useNow();
  return byDay(rows).map(({ start, rows }) => (
    <section key={start} aria-labelledby={`notices-${start}`}>
      <h2 id={`notices-${start}`} className="notices-day">
        {dayTitle(start, now)}
      </h2>
      <ul className="notices-box">
        {rows.map((row) => (
          <li key={row.id}>
            <Line
              notice={row}
              isNew={marked.has(row.id)}
              isOpen={row.deal_id !== null && row.deal_id === deal}
              onOpen={() => onOpen(row)}
            />
          </li>
        ))}
      </ul>
    </section>
  ));
}

function NothingYet() {
  return (
    <Empty title={t("notices:none")}>
      <p>{t("notices:noneWhy")}</p>
      <Link to="/settings/$section" params={{ section: "notices" }} className="button">
        {t("notices:choose")}
      </Link>
    </Empty>
  );
}

function NothingOfThem({ onAll }: { onAll: () => void }) {
  return (
    <Empty title={t("notices:noneOf")}>
      <button type="button" className="button" onClick={onAll}>
        {t("notices:all")}
      </button>
    </Empty>
  );
}

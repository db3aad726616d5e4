// The live feed: what the autopilot does and what people answer, newest first.

import { useState } from "react";
import { ActivityMark } from "../../components/activity-mark";
import { BrandMark } from "../../components/brand-mark";
import { Empty } from "../../components/states";
import { Time } from "../../components/time";
import type { ActivityRow } from "../../generated/ActivityRow";
import { t } from "../../lib/i18n";
import { Announcer } from "./announcer";
import "./feed.css";

interface Props {
  rows: ActivityRow[];
  now: number;
  /** A brand's name and place in the list by its slug; `null` where it goes without saying. */
  brandOf: (slug: string) => { name: string; place: number } | null;
  onOpen: (deal: string) => void;
}

export function Feed({ rows, now, brandOf, onOpen }: Props) {
  const [opened] = useState(() => Math.max(0, ...rows.map((row) => row.at)));
  const newest = rows[0];
  if (!newest) {
    return (
      <Empty title={t("today:noActivity")}>
        <p>{t("today:noActivityWhy")}</p>
      </Empty>
    );
  }
  return (
    <>
      <ol className="feed">
        {rows.map((row) => (
          <li key={row.id} className={row.at > opened ? "feed-new" : undefined}>
            <FeedLine row={row} now={now} brandOf={brandOf} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      <Announcer sentence={newest.at > opened ? [newest.who, newest.summary].filter(Boolean).join(": ") : ""} />
    </>
  );
}

function FeedLine({ row, now, brandOf, onOpen }: Omit<Props, "rows"> & { row: ActivityRow }) {
  const { deal_id: deal } = row;
  const brand = row.brand ? brandOf(row.brand) : null;
  const line = (
    <>
      <ActivityMark kind={row.kind} />
      <span className="feed-text">
        <span className="feed-head">
          <span className="feed-who cut">{row.who ?? t(`words:authors.${row.author}`)}</span>
          {brand && <BrandMark name={brand.name} place={brand.place} small />}
          {row.who && <span className="feed-by">{t(`words:authors.${row.author}`)}</span>}
          <Time at={row.at} now={now} />
        </span>
        <span className="feed-summary">{row.summary}</span>
      </span>
    </>
  );
  if (deal === null) return <div className="feed-line">{line}</div>;
  return (
    <button type="button" className="feed-line" onClick={() => onOpen(deal)}>
      {line}
    </button>
  );
}

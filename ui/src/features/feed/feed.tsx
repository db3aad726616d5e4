// The live feed: what the autopilot does and what people answer, newest first.

import { useState } from "react";
import { ActivityMark } from "../../components/activity-mark";
import { Empty } from "../../components/states";
import { Time } from "../../components/time";
import type { ActivityRow } from "../../generated/ActivityRow";
import { texts } from "../../lib/texts";
import { Announcer } from "./announcer";
import "./feed.css";

interface Props {
  rows: ActivityRow[];
  now: number;
  /** A brand's name by its slug. */
  brandName: (slug: string) => string;
  onOpen: (deal: string) => void;
}

export function Feed({ rows, now, brandName, onOpen }: Props) {
  const [opened] = useState(() => Math.max(0, ...rows.map((row) => row.at)));
  const newest = rows[0];
  if (!newest) {
    return (
      <Empty title={texts.feed.empty}>
        <p>{texts.feed.emptyWhy}</p>
      </Empty>
    );
  }
  return (
    <>
      <ol className="feed">
        {rows.map((row) => (
          <li key={row.id} className={row.at > opened ? "feed-new" : undefined}>
            <FeedLine row={row} now={now} brandName={brandName} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      <Announcer sentence={newest.at > opened ? [newest.who, newest.summary].filter(Boolean).join(": ") : ""} />
    </>
  );
}

function FeedLine({ row, now, brandName, onOpen }: Omit<Props, "rows"> & { row: ActivityRow }) {
  const { deal_id: deal } = row;
  const about = [row.who ? texts.authors[row.author] : null, row.brand ? brandName(row.brand) : null];
  const line = (
    <>
      <ActivityMark kind={row.kind} />
      <span className="feed-text">
        <span className="feed-who">
          <span className="cut">{row.who ?? texts.authors[row.author]}</span>
          <Time at={row.at} now={now} />
        </span>
        <span className="feed-summary">{row.summary}</span>
        <span className="feed-by">{about.filter(Boolean).join(" · ")}</span>
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

// How long deals stay in each stage: a dot for each stay, a line at the middle one. Lengths differ by powers, so the scale does too.

import { Figure } from "../../components/figure";
import type { Analytics } from "../../generated/Analytics";
import type { StageTime } from "../../generated/StageTime";
import { count, exact } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Where the scale is marked; every second mark beyond a day has its length written, for there they stand close. */
const MARKS = [10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

const WRITTEN = new Set([10 * MINUTE, HOUR, 6 * HOUR, DAY, 10 * DAY, 90 * DAY]);

export function Stays({ data }: { data: Analytics }) {
  const since = data.measured_since;
  const longest = Math.max(DAY, ...data.stays.flatMap(({ stays_ms }) => stays_ms));
  const end = MARKS.find((mark) => mark >= longest) ?? longest;
  const marks = MARKS.filter((mark) => mark <= end);
  const ways = byPipeline(data.stays);
  const titles = ["brand", "pipeline", "stage", "ended", "medianHours"] as const;
  return (
    <Figure
      title={t("analytics:stays.title")}
      about={`${t("analytics:stays.about")} ${since === null ? t("analytics:noMoves") : t("analytics:movesSince", { at: exact(since) })}`}
      sheet={{
        titles: titles.map((title) => t(`analytics:columns.${title}`)),
        rows: data.stays.map((stay) => [
          stay.brand,
          stay.pipeline,
          stay.name,
          stay.ended,
          Math.round(stay.median_ms / (HOUR / 10)) / 10,
        ]),
      }}
      file={`time-in-stage-${data.from}-${data.to}`}
      empty={data.stays.length === 0 && t("analytics:stays.empty")}
    >
      <div className="funnels">
        {ways.map(([first, ...rest]) => (
          <OneWay key={first.pipeline_id} stays={[first, ...rest]} end={end} marks={marks} />
        ))}
      </div>
    </Figure>
  );
}

/** The stays of each pipeline, in order. */
function byPipeline(stays: readonly StageTime[]): [StageTime, ...StageTime[]][] {
  const ways = new Map<string, [StageTime, ...StageTime[]]>();
  for (const stay of stays) {
    const way = ways.get(stay.pipeline_id);
    if (way) way.push(stay);
    else ways.set(stay.pipeline_id, [stay]);
  }
  return [...ways.values()];
}

interface WayProps {
  stays: [StageTime, ...StageTime[]];
  end: number;
  marks: number[];
}

function OneWay({ stays, end, marks }: WayProps) {
  const brandOf = useBrandOf();
  const [{ pipeline, brand }] = stays;
  return (
    <div className="funnel">
      <h3>
        {pipeline} <span className="faint">· {brandOf(brand)?.name ?? brand}</span>
      </h3>
      <ol>
        {stays.map((stay) => (
          <Row key={stay.stage_id} stay={stay} end={end} marks={marks} />
        ))}
        <li className="stay stay-scale" aria-hidden="true">
          <span />
          <span className="stay-track">
            {marks.map((mark) => (
              <span key={mark} className="stay-tick" style={{ insetInlineStart: `${at(mark, end)}%` }}>
                {WRITTEN.has(mark) && duration(mark)}
              </span>
            ))}
          </span>
          <span />
        </li>
      </ol>
    </div>
  );
}

function Row({ stay, end, marks }: { stay: StageTime; end: number; marks: number[] }) {
  const median = duration(stay.median_ms);
  return (
    <li className="stay">
      <span className="cut" title={stay.name}>
        {stay.name}
      </span>
      <span className="stay-track" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark} className="stay-line" style={{ insetInlineStart: `${at(mark, end)}%` }} />
        ))}
        {stay.stays_ms.map((took, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stays are nothing but their lengths
          <span key={place} className="stay-dot" style={{ insetInlineStart: `${at(took, end)}%` }} />
        ))}
        <span className="stay-median" style={{ insetInlineStart: `${at(stay.median_ms, end)}%` }} />
      </span>
      <span className="stay-said" title={t("analytics:stays.said", { median, count: stay.ended })}>
        <b>{median}</b> <span className="faint stay-many">{count(stay.ended)}</span>
      </span>
    </li>
  );
}

/** Place on the scale in percent; what is shorter than ten minutes stands at its beginning. */
function at(took: number, end: number): number {
  const low = Math.log(MINUTE * 10);
  const place = (Math.log(Math.max(took, MINUTE * 10)) - low) / (Math.log(end) - low);
  return Math.min(100, Math.max(0, place * 100));
}

/** "40 min", "6 h", "2.5 d". */
export function duration(took: number): string {
  if (took < HOUR) return t("analytics:minutes", { n: Math.round(took / MINUTE) });
  if (took < DAY) return t("analytics:hours", { n: Math.round(took / HOUR) });
  const days = took / DAY;
  return t("analytics:days", { n: days < 10 ? Math.round(days * 10) / 10 : Math.round(days) });
}

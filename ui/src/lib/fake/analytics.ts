// The made-up engine's figures: a few months that began slowly, with quiet weekends.

import type { Analytics } from "../../generated/Analytics";
import type { EmailKind } from "../../generated/EmailKind";
import type { RateRow } from "../../generated/RateRow";
import type { Answers } from "./backend";
import { days } from "./people";
import type { World } from "./world";

const HOUR = 3_600_000;
const KINDS: [EmailKind, number, number][] = [
  ["initial", 0.5, 0.14],
  ["first_follow_up", 0.27, 0.09],
  ["second_follow_up", 0.15, 0.06],
  ["later_follow_up", 0.08, 0.03],
];

export function analyticsAnswers(world: World): Answers {
  return {
    analytics: ({ from, to, brand, pipeline }) => {
      const size = brand === "desifirms" ? 0.35 : brand === null ? 1 : 0.65;
      const list = daysFrom(from, to).map((day, place) => daily(day, place, size));
      const ways = world.pipelines.filter(
        (one) => (!brand || one.brand === brand) && (!pipeline || one.id === pipeline),
      );
      const sent = list.reduce((sum, day) => sum + day.sent, 0);
      return {
        from,
        to,
        zone: world.status.timezone,
        days: list,
        rates: rates(sent),
        ...alongWays(ways, sent),
        measured_since: days(-61),
        engagement: [
          {
            kind: "open",
            nature: "machine",
            by: "apple",
            said: "Opened by a mail proxy",
            mails: Math.round(sent * 0.4),
          },
          { kind: "open", nature: "unverified", by: "unknown", said: "Possibly opened", mails: Math.round(sent * 0.2) },
        ],
        relay: true,
        usage: list
          .filter((day) => day.sent > 0)
          .map(({ day, sent }) => ({
            day,
            model: "gpt-5-mini",
            calls: sent * 2,
            tokens_in: sent * 1_840,
            tokens_out: sent * 310,
          })),
      } satisfies Analytics;
    },
  };
}

function daysFrom(from: string, to: string): string[] {
  const list: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += 24 * HOUR) {
    list.push(new Date(at).toISOString().slice(0, 10));
  }
  return list;
}

function daily(day: string, place: number, size: number) {
  const week = new Date(`${day}T00:00:00Z`).getUTCDay();
  const quiet = week === 0 || week === 6;
  const sent = quiet ? 0 : Math.round(size * (18 + 9 * Math.sin(place / 5) + ((place * 7) % 11)));
  const replies = Math.round((quiet ? 1.2 : 2.6 + ((place * 5) % 4)) * size);
  return { day, sent, replies, positive: Math.floor(replies / 2) };
}

function rates(sent: number): RateRow[] {
  const rows = KINDS.flatMap(([kind, part, answered]) =>
    (["sales", "backlink"] as const).flatMap((purpose) =>
      (["playbook", "gpt-5-mini"] as const).map((written_by) => {
        const share = (purpose === "sales" ? 0.7 : 0.3) * (written_by === "playbook" ? 0.4 : 0.6);
        const n = Math.round(sent * part * share);
        const replied = Math.round(n * answered * (written_by === "playbook" ? 0.85 : 1.2));
        return {
          kind,
          purpose,
          written_by,
          sent: n,
          replied,
          positive: Math.round(replied * 0.45),
          bounced: Math.round(n * (kind === "initial" ? 0.03 : 0.004)),
          opted_out: Math.round(n * 0.012),
        };
      }),
    ),
  );
  // Rounding must not make mails out of nothing.
  const [first] = rows;
  if (first) first.sent += sent - rows.reduce((sum, row) => sum + row.sent, 0);
  return rows;
}

/** Deals get fewer from stage to stage, and stay longer. */
function alongWays(ways: World["pipelines"], sent: number): Pick<Analytics, "funnels" | "stays" | "forecast"> {
  const told: Pick<Analytics, "funnels" | "stays" | "forecast"> = { funnels: [], stays: [], forecast: [] };
  for (const [nth, way] of ways.entries()) {
    const who = { pipeline_id: way.id, pipeline: way.name, brand: way.brand };
    const open = way.stages.filter((stage) => stage.kind === "open");
    const part = ways.length > 2 ? (way.brand === "codeteki" ? 0.65 : 0.35) : 1;
    const deals = Math.round((sent / 2) * part * (way.purpose === "sales" ? 0.6 : 0.4));
    const falls = way.purpose === "sales" ? [1, 0.86, 0.31, 0.2, 0.13, 0.09] : [1, 0.95, 0.84, 0.55, 0.4, 0.19, 0.12];
    const won = Math.round(deals * 0.06);
    const lost = Math.round(deals * 0.22);
    told.funnels.push({
      ...who,
      deals,
      open: deals - won - lost,
      won,
      lost,
      stages: open.map(({ id, name }, place) => ({
        stage_id: id,
        name,
        reached: Math.round(deals * (falls[place] ?? 0.08)),
      })),
    });
    for (const [place, { id, name }] of open.entries()) {
      const middle = HOUR * ([5, 76, 40, 88, 120, 150, 60][place % 7] ?? 24);
      const ended = Math.max(3, Math.round(deals * (falls[place] ?? 0.05) * 0.7));
      const stays_ms = Array.from({ length: Math.min(ended, 48) }, (_, at) => {
        const spread = Math.exp(((((at * 37 + nth * 11) % 48) - 24) / 24) * 1.3);
        return Math.round(middle * spread);
      }).sort((a, b) => a - b);
      told.stays.push({ ...who, stage_id: id, name, ended, median_ms: middle, stays_ms });
      told.forecast.push({
        ...who,
        stage_id: id,
        name,
        deals: Math.max(1, Math.round(deals * (falls[place] ?? 0.05) * 0.3)),
        value_cents: way.purpose === "sales" ? 100_00 * (place + 1) * (38 - place * 4) : 0,
        closed: place > 4 ? 3 : 40 - place * 6,
        won: place > 4 ? 2 : 6,
      });
    }
  }
  return told;
}

// From the engine's counts to what is shown: ranges of days, shares, sums by a dimension, chances. Pure.

import type { DayFigures } from "../../generated/DayFigures";
import type { ForecastRow } from "../../generated/ForecastRow";
import type { Funnel } from "../../generated/Funnel";
import type { RateRow } from "../../generated/RateRow";
import type { UsageRow } from "../../generated/UsageRow";

const DAY = 86_400_000;

export type Preset = "week" | "month" | "months" | "quarter" | "custom";

/** Days as the engine reads them, both included: "2026-11-01". */
export interface Days {
  from: string;
  to: string;
}

/** The day it is in a zone. */
export function today(now: number, zone: string): string {
  // By its parts: what a whole date looks like in a language differs from one system to the next.
  const fields = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const parts = new Intl.DateTimeFormat("en", fields).formatToParts(now);
  const { year, month, day } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);
}

/** The days of a preset that end today; a quarter is the calendar's, so far. */
export function daysOf(preset: Exclude<Preset, "custom">, to: string): Days {
  const back = { week: 6, month: 29, months: 89 };
  if (preset !== "quarter") return { from: addDays(to, -back[preset]), to };
  const month = Number(to.slice(5, 7));
  const first = month - ((month - 1) % 3);
  return { from: `${to.slice(0, 5)}${String(first).padStart(2, "0")}-01`, to };
}

/** `null` where nothing can be said. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

export function percent(share: number | null): string {
  if (share === null) return "–";
  const hundred = share * 100;
  return `${hundred > 0 && hundred < 10 ? hundred.toFixed(1).replace(/\.0$/, "") : Math.round(hundred)}%`;
}

export type Dimension = "kind" | "template" | "model";

export interface Rate extends Pick<RateRow, "sent" | "replied" | "positive" | "bounced" | "opted_out"> {
  key: string;
}

/** Rates summed by the kind of mail, by the template it was written with, or by who wrote it; the most sent first. */
export function ratesBy(rows: readonly RateRow[], dimension: Dimension): Rate[] {
  const keyOf = (row: RateRow) =>
    dimension === "kind" ? row.kind : dimension === "template" ? `${row.purpose}_${row.kind}` : row.written_by;
  const sums = new Map<string, Rate>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key) ?? { key, sent: 0, replied: 0, positive: 0, bounced: 0, opted_out: 0 };
    sums.set(key, {
      key,
      sent: sum.sent + row.sent,
      replied: sum.replied + row.replied,
      positive: sum.positive + row.positive,
      bounced: sum.bounced + row.bounced,
      opted_out: sum.opted_out + row.opted_out,
    });
  }
  return [...sums.values()].sort((a, b) => b.sent - a.sent || a.key.localeCompare(b.key));
}

export function total(rows: readonly RateRow[]): Rate {
  const [sum] = ratesBy(
    rows.map((row) => ({ ...row, written_by: "" })),
    "model",
  );
  return sum ?? { key: "", sent: 0, replied: 0, positive: 0, bounced: 0, opted_out: 0 };
}

/** The most of anything on one day, so that brands can be seen on one scale. */
export function highest(days: readonly DayFigures[]): number {
  return days.reduce((most, day) => Math.max(most, day.sent, day.replies), 0);
}

export interface Step {
  key: string;
  name: string;
  reached: number;
  /** Of those in the step before. */
  conversion: number | null;
}

/** Stages and the end, each with how many of the step before came there. */
export function steps(funnel: Funnel, won: string): Step[] {
  const all = [
    ...funnel.stages.map(({ stage_id, name, reached }) => ({ key: stage_id, name, reached })),
    { key: "won", name: won, reached: funnel.won },
  ];
  return all.map((step, place) => ({
    ...step,
    conversion: place === 0 ? null : share(step.reached, all[place - 1]?.reached ?? 0),
  }));
}

/** With fewer closed deals a share is chance, and none is said. */
export const ENOUGH = 5;

/** How often deals that were here were won so far; `null` while too few are closed. */
export function chance(row: ForecastRow): number | null {
  return row.closed >= ENOUGH ? row.won / row.closed : null;
}

/** What the open value comes to by these chances, and how much of it no chance is known for. */
export function expected(rows: readonly ForecastRow[]): { open: number; expected: number; unknown: number } {
  const sum = { open: 0, expected: 0, unknown: 0 };
  for (const row of rows) {
    const known = chance(row);
    sum.open += row.value_cents;
    if (known === null) sum.unknown += row.value_cents;
    else sum.expected += row.value_cents * known;
  }
  return sum;
}

/** Dollars for a million tokens, in and out. */
export type Prices = Readonly<Record<string, { in: number; out: number }>>;

/** `null` if the price of a model that was used is not known. */
export function cost(rows: readonly UsageRow[], prices: Prices): number | null {
  let sum = 0;
  for (const row of rows) {
    const price = prices[row.model];
    if (!price) return null;
    sum += (row.tokens_in * price.in + row.tokens_out * price.out) / 1_000_000;
  }
  return sum;
}

/** Tokens by day, with the days on which there were none. */
export function tokensByDay(rows: readonly UsageRow[], days: readonly DayFigures[]) {
  const of = (day: string, what: "tokens_in" | "tokens_out") =>
    rows.reduce((sum, row) => (row.day === day ? sum + row[what] : sum), 0);
  return days.map(({ day }) => ({ day, tokens_in: of(day, "tokens_in"), tokens_out: of(day, "tokens_out") }));
}

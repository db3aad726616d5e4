// How far back a log looks, as people choose it.

import { startOfDay } from "./format";

export const SPANS = ["all", "today", "week", "month", "quarter"] as const;
export type Span = (typeof SPANS)[number];

const DAY = 24 * 60 * 60_000;
const DAYS: Record<Exclude<Span, "all">, number> = { today: 0, week: 6, month: 29, quarter: 89 };

/** Whole days by the clock on the wall, today among them: the answer stays the same until midnight. */
export function since(span: Span, now: number): number | null {
  return span === "all" ? null : startOfDay(now) - DAYS[span] * DAY;
}

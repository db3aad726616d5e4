// Notices by the day they came on, in the order they have. Pure.

import type { NoticeRow } from "../../generated/NoticeRow";
import { startOfDay } from "../../lib/format";

export interface Day {
  start: number;
  rows: NoticeRow[];
}

export function byDay(rows: readonly NoticeRow[]): Day[] {
  const days: Day[] = [];
  for (const row of rows) {
    const start = startOfDay(row.at);
    const last = days.at(-1);
    if (last?.start === start) last.rows.push(row);
    else days.push({ start, rows: [row] });
  }
  return days;
}

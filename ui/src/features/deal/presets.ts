// Times that people mean when they put something off: nine in the morning of a day, on the wall of the engine's zone. Pure.

import { fromField, toField } from "../../lib/format";

export type Preset = "tomorrow" | "threeDays" | "monday" | "twoWeeks" | "month";

const DAY = 86_400_000;

export function presets(now: number): { key: Preset; at: number }[] {
  const today = Date.parse(`${toField(now).slice(0, 10)}T00:00Z`);
  const toMonday = (8 - new Date(today).getUTCDay()) % 7 || 7;
  const days: [Preset, number][] = [
    ["tomorrow", 1],
    ["threeDays", 3],
    ["monday", toMonday],
    ["twoWeeks", 14],
    ["month", 30],
  ];
  return days.flatMap(([key, ahead]) => {
    const at = fromField(`${new Date(today + ahead * DAY).toISOString().slice(0, 10)}T09:00`);
    return at === null ? [] : [{ key, at }];
  });
}

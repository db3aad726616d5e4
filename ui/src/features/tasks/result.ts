// A run's result in a few words. Pure.

import type { RunRow } from "../../generated/RunRow";
import { count, words } from "../../lib/format";
import { texts } from "../../lib/texts";

export interface RunResult {
  /** What matters most of it. */
  text: string;
  /** All of it, for the hover. */
  detail: string;
  trouble: boolean;
}

/** What concerns the person comes before what the machine did; the largest number first otherwise. */
const FIRST = ["needs_you", "failed", "unconfirmed", "sent"];

export function runResult(run: RunRow): RunResult {
  const counts = Object.entries(run.counts)
    .filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
    .sort(([a, n], [b, m]) => rank(a) - rank(b) || m - n)
    .map(([key, n]) => `${count(n)} ${texts.counts[key] ?? words(key)}`);
  const detail = [run.error, counts.join(", ")].filter(Boolean).join("\n");
  switch (run.outcome) {
    case "trouble":
      return { text: texts.sidebar.failed, detail, trouble: true };
    case "interrupted":
      return { text: texts.sidebar.cutOff, detail, trouble: true };
    case "running":
      return { text: texts.sidebar.running, detail, trouble: false };
    default:
      return { text: counts[0] ?? texts.sidebar.nothingToDo, detail, trouble: false };
  }
}

function rank(key: string): number {
  const place = FIRST.indexOf(key);
  return place < 0 ? FIRST.length : place;
}

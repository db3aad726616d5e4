// A run's result in a few words. Pure.

import type { RunRow } from "../../generated/RunRow";
import { count, words } from "../../lib/format";
import { texts } from "../../lib/texts";

export interface RunResult {
  text: string;
  /** All of it, for the hover. */
  detail: string;
  trouble: boolean;
}

/** The two largest counts say most; the rest is on hover. */
export function runResult(run: RunRow): RunResult {
  const counts = Object.entries(run.counts)
    .filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([key, n]) => `${count(n)} ${words(key)}`);
  const detail = [run.error, counts.join(", ")].filter(Boolean).join("\n");
  switch (run.outcome) {
    case "trouble":
      return { text: texts.sidebar.failed, detail, trouble: true };
    case "interrupted":
      return { text: texts.sidebar.cutOff, detail, trouble: true };
    case "running":
      return { text: texts.sidebar.running, detail, trouble: false };
    default:
      return { text: counts.slice(0, 2).join(", ") || texts.sidebar.nothingToDo, detail, trouble: false };
  }
}

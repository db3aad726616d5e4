// A run's result in a few words. Pure.

import type { RunRow } from "../../generated/RunRow";
import { count, words } from "../../lib/format";
import { t } from "../../lib/i18n";

export interface RunResult {
  /** What matters most of it. */
  text: string;
  /** All of it, for the hover. */
  detail: string;
  trouble: boolean;
}

/** What concerns the person comes before what the machine did; the largest number first otherwise. */
const FIRST = ["needs_you", "failed", "unconfirmed", "sent"];

/** What a task counted has a word of ours, or reads well as it is. */
const COUNTED = [
  "needs_you",
  "send_email",
  "move_stage",
  "flag_for_review",
  "close_lost",
  "pause",
  "wait",
  "decided",
  "overruled",
  "fetched",
  "sent",
  "blocked",
  "put_off",
  "failed",
  "unconfirmed",
  "still_unconfirmed",
  "copies_missing",
  "settled",
  "scored",
  "waiting",
  "stale",
  "looked",
  "placed",
  "lost",
  "back",
  "weakened",
  "missing",
  "unchanged",
  "sites_read",
  "sites_closed",
  "copied",
  "removed",
] as const;

export function runResult(run: RunRow): RunResult {
  const counts = countsOf(run).map(([key, n]) => `${count(n)} ${counted(key)}`);
  const detail = [run.error, counts.join(", ")].filter(Boolean).join("\n");
  switch (run.outcome) {
    case "trouble":
      return { text: t("tasks:failed"), detail, trouble: true };
    case "interrupted":
      return { text: t("tasks:cutOff"), detail, trouble: true };
    case "running":
      return { text: t("tasks:running"), detail, trouble: false };
    default:
      return { text: counts[0] ?? t("tasks:nothingToDo"), detail, trouble: false };
  }
}

/** What a run counted, what matters most first; zeros say nothing. */
export function countsOf(run: RunRow): [string, number][] {
  return Object.entries(run.counts)
    .filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
    .sort(([a, n], [b, m]) => rank(a) - rank(b) || m - n);
}

export function counted(key: string): string {
  const known = COUNTED.find((word) => word === key);
  return known ? t(`tasks:counts.${known}`) : words(key);
}

/** How long it took: "240 ms", "3.2 s", "4 min 10 s". `null` while it runs. */
export function took(run: RunRow): string | null {
  if (run.finished_at === null) return null;
  const milliseconds = Math.max(0, run.finished_at - run.started_at);
  if (milliseconds < 1_000) return t("tasks:took.milliseconds", { n: milliseconds });
  if (milliseconds < 60_000) return t("tasks:took.seconds", { n: (milliseconds / 1_000).toFixed(1) });
  const seconds = Math.round(milliseconds / 1_000);
  return t("tasks:took.minutes", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

const CAUSES = ["schedule", "person", "slot", "signal"] as const;

export function causeOf(run: RunRow): string {
  const known = CAUSES.find((cause) => cause === run.cause);
  return known ? t(`tasks:causes.${known}`) : words(run.cause);
}

function rank(key: string): number {
  const place = FIRST.indexOf(key);
  return place < 0 ? FIRST.length : place;
}

import { expect, test } from "vitest";
import type { RunRow } from "../../generated/RunRow";
import { runResult } from "./result";

const RUN: RunRow = {
  id: "r",
  task: "send_scheduled_emails",
  started_at: 0,
  finished_at: 1,
  cause: "schedule",
  outcome: "ok",
  counts: {},
  error: null,
};

test.each<[Partial<RunRow>, string, boolean]>([
  [{}, "nothing to do", false],
  [{ counts: { sent: 0 } }, "nothing to do", false],
  [{ counts: { sent: 1, blocked: 12, failed: 0 } }, "1 sent", false],
  [{ counts: { scored: 62, needs_you: 14 } }, "14 need you", false],
  [{ counts: { decided: 4, put_off: 1 } }, "4 decided", false],
  [{ outcome: "trouble", error: "The mailbox refused." }, "had trouble", true],
  [{ outcome: "interrupted" }, "was cut off", true],
])("%o", (change, text, trouble) => {
  expect(runResult({ ...RUN, ...change })).toMatchObject({ text, trouble });
});

test("the error and every count are on hover", () => {
  expect(runResult({ ...RUN, outcome: "trouble", counts: { sent: 2 }, error: "No network." }).detail).toBe(
    "No network.\n2 sent",
  );
});

import { expect, test } from "vitest";
import type { DealDetail } from "../../generated/DealDetail";
import { fromField, speakIn, toField } from "../../lib/format";
import { presets } from "./presets";
import { cents, lastWord, thread } from "./reading";

test.each([
  ["", 0],
  ["3200", 320_000],
  ["$3,200", 320_000],
  ["12 345.50", 1_234_550],
  ["0.1", 10],
  ["much", null],
  ["-5", null],
  ["1.234", null],
])("“%s” is worth %s cents", (typed, worth) => {
  expect(cents(typed)).toBe(worth);
});

test("what is put off comes at nine on the wall of the engine's zone, also over a change of the clocks", () => {
  speakIn("Australia/Melbourne");
  // Friday before the clocks go forward, in the evening there.
  const now = Date.parse("2026-10-02T20:00:00+10:00");
  const times = presets(now).map(({ key, at }) => `${key} ${toField(at)}`);
  expect(times).toEqual([
    "tomorrow 2026-10-03T09:00",
    "threeDays 2026-10-05T09:00",
    "monday 2026-10-05T09:00",
    "twoWeeks 2026-10-16T09:00",
    "month 2026-11-01T09:00",
  ]);
  expect(presets(now)[1]?.at).toBe(Date.parse("2026-10-05T09:00:00+11:00"));
  expect(fromField("soon")).toBeNull();
  speakIn(undefined);
});

test("the thread is in the order it was said, and an answered message is not the last word", () => {
  const mail = (id: string, sent_at: number | null, state = "sent") => ({ id, sent_at, created_at: 1, state });
  const message = (id: string, received_at: number) => ({ id, received_at });
  const detail = {
    emails: [mail("b", 30), mail("a", 10), mail("draft", null, "awaiting_approval")],
    messages: [message("x", 20)],
  } as unknown as DealDetail;
  expect(thread(detail).map((item) => ("ours" in item ? item.ours.id : item.theirs.id))).toEqual(["a", "x", "b"]);
  expect(lastWord(detail)).toBeNull();
  const fresh = { ...detail, messages: [message("y", 40), message("x", 20)] } as unknown as DealDetail;
  expect(lastWord(fresh)?.id).toBe("y");
});

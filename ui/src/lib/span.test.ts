import { expect, test } from "vitest";
import { speakIn } from "./format";
import { since } from "./span";

test("a span is whole days of the zone, today among them", () => {
  speakIn("Australia/Melbourne");
  const now = Date.parse("2026-11-24T10:40:30+11:00");
  expect(since("all", now)).toBeNull();
  expect(since("today", now)).toBe(Date.parse("2026-11-24T00:00:00+11:00"));
  expect(since("week", now)).toBe(Date.parse("2026-11-18T00:00:00+11:00"));
  expect(since("today", now + 60_000)).toBe(since("today", now));
  speakIn(undefined);
});

import { afterEach, expect, test } from "vitest";
import { clock, exact, many, money, moneyShort, sentence, speakIn, upcoming, when, words } from "./format";

// Tue 24 Nov 2026, 10:40 in the reader's zone, whichever that is.
const NOW = new Date(2026, 10, 24, 10, 40).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [0, "just now"],
  [-59_000, "just now"],
  [30_000, "in a moment"],
  [-MINUTE, "1 min ago"],
  [35 * MINUTE, "in 35 min"],
  [-59 * MINUTE, "59 min ago"],
  [-2.9 * HOUR, "2 h ago"],
  [-7 * HOUR, "03:40"],
  [2 * HOUR, "12:40"],
  [14 * HOUR, "Wed 00:40"],
])("%i ms from now is %s", (ahead, said) => {
  expect(when(NOW + ahead, NOW)).toBe(said);
});

test.each([
  [new Date(2026, 10, 20, 10, 6), "Fri 10:06"],
  [new Date(2026, 11, 1, 9, 10), "1 Dec"],
  [new Date(2026, 10, 30, 9, 10), "Mon 09:10"],
  [new Date(2026, 10, 17, 9, 10), "17 Nov"],
  [new Date(2027, 1, 2, 9, 10), "2 Feb 2027"],
])("%s is said as %s", (date, said) => {
  expect(when(date.getTime(), NOW)).toBe(said);
});

test("what is due is now, never in the past", () => {
  expect(upcoming(NOW - 2 * MINUTE, NOW)).toBe("now");
  expect(upcoming(NOW + 2 * MINUTE, NOW)).toBe("in 2 min");
});

test("the exact time has everything", () => {
  expect(exact(NOW)).toBe("Tue 24 Nov 2026, 10:40");
  expect(clock(new Date(2026, 0, 1, 9, 5).getTime())).toBe("09:05");
});

test.each([
  [320_000, "$3,200", "$3,200"],
  [18_400_000, "$184,000", "$184k"],
  [99_949_999, "$999,500", "$999k"],
  [99_950_000, "$999,500", "$1m"],
  [123_000_000, "$1,230,000", "$1.2m"],
  [0, "$0", "$0"],
])("%i cents", (cents, long, short) => {
  expect(money(cents)).toBe(long);
  expect(moneyShort(cents)).toBe(short);
});

test("counts and keys become words", () => {
  expect(many(1, "deal")).toBe("1 deal");
  expect(many(1_284, "deal")).toBe("1,284 deals");
  expect(sentence(words("flag_for_review"))).toBe("Flag for review");
});

test("times can be said as they are elsewhere, on the days of that place", () => {
  const sunday = Date.parse("2026-11-22T21:00:00Z");
  speakIn("Australia/Melbourne");
  expect(exact(sunday)).toBe("Mon 23 Nov 2026, 08:00");
  expect(when(sunday + 15 * HOUR, sunday)).toBe("23:00");
  expect(when(sunday + 17 * HOUR, sunday)).toBe("Tue 01:00");
  speakIn("America/New_York");
  expect(exact(sunday)).toBe("Sun 22 Nov 2026, 16:00");
  speakIn("Nowhere/At_All");
  expect(exact(sunday)).not.toBe("");
});

afterEach(() => speakIn(undefined));

import { expect, test } from "vitest";
import { isFiltered, NO_FILTER, parseFilter, readFilter, sameFilter, writeFilter } from "./filter";

test("a filter survives the way through an address or a saved view", () => {
  const filter = { ...NO_FILTER, statuses: ["paused" as const], tags: ["vip"], score_from: 60, text: "cafe" };
  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(parseFilter(JSON.stringify(writeFilter(filter)))).toEqual(filter);
  expect(sameFilter(filter, { ...filter, text: " cafe " })).toBe(true);
  expect(writeFilter(NO_FILTER)).toBeUndefined();
});

test.each([
  null,
  "text",
  { statuses: "paused", tags: [1, ""], score_from: "60", next: "tomorrow", needs_you: 1, text: 7 },
  { statuses: ["gone"], score_from: -3 },
])("what is not understood does not filter: %o", (wrong) => {
  expect(isFiltered(readFilter(wrong))).toBe(false);
});

test("a saved view that is damaged shows everything", () => {
  expect(parseFilter("{oh")).toEqual(NO_FILTER);
});

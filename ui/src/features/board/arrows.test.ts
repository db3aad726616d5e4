import { expect, test } from "vitest";
import { step } from "./arrows";

const HEIGHTS = [3, 0, 1, 5];

test.each([
  ["ArrowDown", { column: 0, row: 0 }, { column: 0, row: 1 }],
  ["ArrowDown", { column: 0, row: 2 }, null],
  ["ArrowUp", { column: 0, row: 0 }, null],
  ["ArrowRight", { column: 0, row: 2 }, { column: 2, row: 0 }],
  ["ArrowLeft", { column: 2, row: 0 }, { column: 0, row: 0 }],
  ["ArrowLeft", { column: 0, row: 1 }, null],
  ["ArrowRight", { column: 3, row: 4 }, null],
  ["End", { column: 3, row: 1 }, { column: 3, row: 4 }],
  ["Home", { column: 3, row: 1 }, { column: 3, row: 0 }],
  ["a", { column: 0, row: 0 }, null],
])("%s from %o", (key, from, to) => {
  expect(step(HEIGHTS, from, key)).toEqual(to);
});

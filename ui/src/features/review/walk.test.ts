import { expect, test } from "vitest";
import { afterwards, neighbour, range } from "./walk";

const ids = ["a", "b", "c"];

test("one goes on mail by mail and stops at the ends", () => {
  expect(neighbour(ids, "a", 0, 1)).toBe("b");
  expect(neighbour(ids, "c", 2, 1)).toBeUndefined();
  expect(neighbour(ids, "a", 0, -1)).toBeUndefined();
  expect(neighbour(ids, undefined, 0, 1)).toBe("a");
});

test("where a mail has left the list, its place counts", () => {
  expect(neighbour(["a", "c"], "b", 1, 1)).toBe("c");
  expect(neighbour(["a", "c"], "b", 1, -1)).toBe("a");
});

test("after the last one goes back, after the only one nowhere", () => {
  expect(afterwards(ids, "b")).toBe("c");
  expect(afterwards(ids, "c")).toBe("b");
  expect(afterwards(["a"], "a")).toBeUndefined();
});

test("a range goes both ways, and without a beginning it is one mail", () => {
  expect(range(ids, "c", "a")).toEqual(ids);
  expect(range(ids, null, "b")).toEqual(["b"]);
  expect(range(ids, "gone", "b")).toEqual(["b"]);
});

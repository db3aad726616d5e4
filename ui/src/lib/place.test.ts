import { expect, test } from "vitest";
import { linkTo, readPlace } from "./place";

test("a link leads to the place it names", () => {
  expect(readPlace(linkTo("p1"))).toEqual({ pipeline: "p1", deal: null });
  expect(readPlace(linkTo("p1", "d1"))).toEqual({ pipeline: "p1", deal: "d1" });
});

test.each(["", "#/", "#/somewhere/else", "#/pipelines/a/b/c"])("%o is the start", (hash) => {
  expect(readPlace(hash)).toEqual({ pipeline: null, deal: null });
});

import { expect, test } from "vitest";
import { readKinds, writeKinds } from "./kinds";

test("kinds are read, taken out and put back in the engine's own order", () => {
  const kinds = readKinds("question, trouble");
  expect([...kinds]).toEqual(["question", "trouble"]);
  expect(writeKinds(kinds, "question", false)).toBe("trouble");
  expect(writeKinds(kinds, "interested", true)).toBe("question, interested, trouble");
});

test("nothing at all is written as a word", () => {
  expect([...readKinds("none")]).toEqual([]);
  expect(writeKinds(readKinds("review"), "review", false)).toBe("none");
  expect(writeKinds(readKinds("none"), "review", true)).toBe("review");
});

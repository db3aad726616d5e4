import { expect, test } from "vitest";
import { cutByMarks } from "./marks";

const cut = (text: string, phrases: string[]) =>
  cutByMarks(
    text,
    phrases.map((phrase) => ({ phrase, kind: "known" as const })),
  ).map((piece) => (piece.kind ? `[${piece.text}]` : piece.text));

test("phrases are marked where they stand, the longer one first", () => {
  expect(cut("Hi Ann, Ann's Garden grows.", ["Ann", "Ann's Garden"])).toEqual([
    "Hi ",
    "[Ann]",
    ", ",
    "[Ann's Garden]",
    " grows.",
  ]);
});

test("a phrase inside a word is not marked, and nothing is lost", () => {
  expect(cut("Annual plans for Ann", ["Ann", ""])).toEqual(["Annual plans for ", "[Ann]"]);
  expect(cut("", ["Ann"])).toEqual([]);
  expect(cut("plain", [])).toEqual(["plain"]);
});

import { expect, test } from "vitest";
import { words as english } from "./en";
import { words as hindi } from "./hi";

/** Every text by its full key. */
function flat(bundle: object, prefix = ""): [string, string][] {
  return Object.entries(bundle).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const holes = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();

test("a translation says every text, with the same placeholders", () => {
  const translated = new Map(flat(hindi));
  const wrong = flat(english).filter(([key, text]) => {
    const other = translated.get(key);
    return !other || holes(other).join() !== holes(text).join();
  });
  expect(wrong.map(([key]) => key)).toEqual([]);
  expect(translated.size).toBe(flat(english).length);
});

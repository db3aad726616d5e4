import { expect, test } from "vitest";
import { matching, type PaletteAct } from "./entries";

const acts: PaletteAct[] = [
  { key: "board", title: "Go to Board", act: () => undefined },
  { key: "pause", title: "Pause the autopilot", also: "stop halt", act: () => undefined },
  { key: "resume", title: "Résumé", act: () => undefined },
];
const found = (text: string) => matching(acts, text).map((entry) => entry.key);

test.each([
  ["", ["board", "pause", "resume"]],
  ["bo go", ["board"]],
  ["go to: board", ["board"]],
  ["STOP", ["pause"]],
  ["resume", ["resume"]],
  ["oard", []],
])("“%s” offers %j", (text, keys) => {
  expect(found(text)).toEqual(keys);
});

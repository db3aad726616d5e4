import { expect, test } from "vitest";
import { filterOf, PLAIN, readView, sameView, sorted, toggled, without } from "./view";

test("a column begins its natural way and turns round when it is pressed again", () => {
  const byName = sorted(PLAIN, "name");
  expect([byName.sort, byName.down]).toEqual(["name", false]);
  expect(sorted(byName, "name").down).toBe(true);
  expect(sorted(byName, "authority").down).toBe(true);
});

test("columns keep their order, and the name stays", () => {
  const more = toggled(PLAIN, "country");
  expect(more.columns).toEqual([
    "name",
    "company",
    "email",
    "state",
    "tags",
    "kind",
    "authority",
    "country",
    "created",
  ]);
  expect(toggled(more, "country").columns).toEqual(PLAIN.columns);
  expect(toggled(PLAIN, "name")).toBe(PLAIN);
});

test("a filter becomes the engine's, and is taken away alone", () => {
  const view = { ...PLAIN, text: " jo ", chosen: { kind: "lead", suppressed: false } as const };
  expect(filterOf(view, "codeteki")).toMatchObject({
    brand: "codeteki",
    text: "jo",
    kind: "lead",
    suppressed: false,
    tag: null,
  });
  expect(without(view, "kind").chosen).toEqual({ suppressed: false });
});

test("a kept view is read back, and nonsense in it does no harm", () => {
  const view = { ...PLAIN, chosen: { tag: "vip" }, columns: ["name", "email"] as const };
  const read = readView(JSON.parse(JSON.stringify(view)));
  expect(read && sameView(read, { ...view, columns: [...view.columns] })).toBe(true);
  expect(readView({ sort: "nonsense", columns: ["nonsense"], chosen: { nonsense: 1 } })).toEqual({
    ...PLAIN,
    columns: ["name"],
  });
  expect(readView("nonsense")).toBeNull();
});

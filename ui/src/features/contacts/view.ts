// What the table of contacts shows: filters, order, columns. Pure; keeping views is left to `views`, fetching to `pages`.

import type { AddressMark } from "../../generated/AddressMark";
import type { ContactFilter } from "../../generated/ContactFilter";
import type { ContactSort } from "../../generated/ContactSort";
import type { ContactType } from "../../generated/ContactType";

export const COLUMNS = [
  "name",
  "company",
  "email",
  "state",
  "tags",
  "kind",
  "authority",
  "country",
  "source",
  "basis",
  "website",
  "created",
  "updated",
] as const;
export type ColumnKey = (typeof COLUMNS)[number];

/** Filters that a chip stands for, in the order they are offered. */
export const FILTERS = ["kind", "tag", "suppressed", "open_deal", "mark", "authority", "country", "import"] as const;
export type FilterKey = (typeof FILTERS)[number];

/** What is filtered by; the brand is the window's, not the view's. */
export type Chosen = Partial<Pick<ContactFilter, FilterKey>>;

export interface View {
  text: string;
  chosen: Chosen;
  sort: ContactSort;
  down: boolean;
  columns: ColumnKey[];
}

export const MARKS: AddressMark[] = ["role", "disposable", "no_mail_server"];

export const KINDS: ContactType[] = ["lead", "backlink_target", "partner"];

export const PLAIN: View = {
  text: "",
  chosen: {},
  sort: "created",
  down: true,
  columns: ["name", "company", "email", "state", "tags", "kind", "authority", "created"],
};

/** Views that come along: name (a key of the words), and what differs from the plain one. */
export const BUILT_IN = [
  { key: "all", view: PLAIN },
  { key: "free", view: { ...PLAIN, chosen: { kind: "lead", open_deal: false, suppressed: false } } },
  { key: "strong", view: { ...PLAIN, chosen: { kind: "backlink_target", authority: 40 }, sort: "authority" } },
  { key: "silent", view: { ...PLAIN, chosen: { suppressed: true } } },
] as const satisfies { key: string; view: View }[];

/** The engine's filter for a view within a brand. */
export function filterOf(view: View, brand: string | null): ContactFilter {
  return {
    brand,
    text: view.text.trim() || null,
    kind: view.chosen.kind ?? null,
    tag: view.chosen.tag ?? null,
    suppressed: view.chosen.suppressed ?? null,
    open_deal: view.chosen.open_deal ?? null,
    authority: view.chosen.authority ?? null,
    country: view.chosen.country ?? null,
    import: view.chosen.import ?? null,
    mark: view.chosen.mark ?? null,
  };
}

/** Pressing a column's title: another column begins its natural way, the same one turns round. */
export function sorted(view: View, sort: ContactSort): View {
  if (view.sort === sort) return { ...view, down: !view.down };
  return { ...view, sort, down: sort === "created" || sort === "updated" || sort === "authority" };
}

/** Columns stay in their own order, and the name is always there. */
export function toggled(view: View, column: ColumnKey): View {
  const has = view.columns.includes(column);
  if (column === "name") return view;
  return { ...view, columns: COLUMNS.filter((one) => (one === column ? !has : view.columns.includes(one))) };
}

export function without(view: View, filter: FilterKey): View {
  const { [filter]: _gone, ...chosen } = view.chosen;
  return { ...view, chosen };
}

export function isFiltered(view: View): boolean {
  return view.text.trim() !== "" || Object.keys(view.chosen).length > 0;
}

export function sameView(one: View, other: View): boolean {
  return key(one) === key(other);
}

/** Reads a view that was kept as text: by an older version, or by hand. What is not understood is as if it were not. */
export function readView(kept: unknown): View | null {
  if (typeof kept !== "object" || kept === null) return null;
  const { text, chosen, sort, down, columns } = kept as Partial<Record<keyof View, unknown>>;
  const known = Array.isArray(columns)
    ? COLUMNS.filter((one) => one === "name" || columns.includes(one))
    : PLAIN.columns;
  const filters = typeof chosen === "object" && chosen !== null ? (chosen as Chosen) : {};
  return {
    text: typeof text === "string" ? text : "",
    chosen: Object.fromEntries(Object.entries(filters).filter(([name]) => FILTERS.includes(name as FilterKey))),
    sort: SORTS.includes(sort as ContactSort) ? (sort as ContactSort) : PLAIN.sort,
    down: typeof down === "boolean" ? down : PLAIN.down,
    columns: known,
  };
}

const SORTS: ContactSort[] = ["created", "updated", "name", "company", "email", "authority"];

function key({ text, chosen, sort, down, columns }: View): string {
  const filters = FILTERS.map((filter) => chosen[filter] ?? null);
  return JSON.stringify([text.trim(), filters, sort, down, columns]);
}

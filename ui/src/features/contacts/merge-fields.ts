// Which fields of two contacts differ, and which are taken from the one that goes if nobody says otherwise. Pure.

import type { ContactRow } from "../../generated/ContactRow";
import type { MergeField } from "../../generated/MergeField";
import { t } from "../../lib/i18n";

const FIELDS: MergeField[] = [
  "name",
  "company",
  "website",
  "domain_authority",
  "kind",
  "source",
  "country",
  "timezone",
  "basis",
  "notes",
];

/** A field as it is read; empty when there is nothing. */
export function shown(one: ContactRow, field: MergeField): string {
  if (field === "kind") return t(`words:contactTypes.${one.kind}`);
  if (field === "basis")
    return one.basis === "none" ? "" : [t(`contacts:basis.${one.basis}`), one.basis_note].filter(Boolean).join(": ");
  return String(one[field] ?? "");
}

export function differing(keep: ContactRow, other: ContactRow): MergeField[] {
  return FIELDS.filter((field) => shown(keep, field) !== shown(other, field));
}

/** What the one that stays lacks. */
export function takenByDefault(keep: ContactRow, other: ContactRow): MergeField[] {
  return differing(keep, other).filter((field) => shown(keep, field) === "");
}

// How sizes, fields and verdicts of an import are said.

import type { Tone } from "../../components/tag";
import type { ImportColumn } from "../../generated/ImportColumn";
import type { ImportField } from "../../generated/ImportField";
import type { ImportReport } from "../../generated/ImportReport";
import type { ImportVerdict } from "../../generated/ImportVerdict";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

export const VERDICTS: readonly ImportVerdict[] = ["create", "update", "skip", "reject"];

export const TONES: Record<ImportVerdict, Tone> = { create: "good", update: "wait", skip: "warn", reject: "danger" };

/** Where a column may go, in the order of the list. */
export const FIELDS: readonly ImportField[] = [
  "email",
  "name",
  "first_name",
  "last_name",
  "company",
  "website",
  "domain_authority",
  "notes",
  "tags",
  "country",
  "timezone",
  "basis",
  "basis_note",
  "keep",
  "ignore",
];

/** How many rows of a report have a verdict. */
export function countOf(report: ImportReport, verdict: ImportVerdict): number {
  return { create: report.created, update: report.updated, skip: report.skipped, reject: report.rejected }[verdict];
}

/** "1.9 MB", "4 KB": never "0 KB" for what is not empty. */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return t("imports:file.size.kb", { size: count(Math.ceil(bytes / 1_000)) });
  return t("imports:file.size.mb", { size: (bytes / 1_000_000).toFixed(1) });
}

/** The header, or its place where it has none. */
export function headerOf(column: ImportColumn, at: number): string {
  return column.header || t("imports:columns.unnamed", { place: at + 1 });
}

export function fieldName(field: ImportField, header: string): string {
  return field === "keep" ? t("imports:columns.keepAs", { header }) : t(`imports:fields.${field}`);
}

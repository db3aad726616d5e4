// The second step: which column of the file goes where, with examples, and what that makes of the first rows.

import type { ReactNode } from "react";
import { Choice } from "../../components/choice";
import type { ImportColumn } from "../../generated/ImportColumn";
import type { ImportField } from "../../generated/ImportField";
import type { ImportLook } from "../../generated/ImportLook";
import { t } from "../../lib/i18n";
import { FIELDS, fieldName, headerOf } from "./words";

interface Props {
  look: ImportLook;
  /** The last answer, while a newer one is on its way. */
  stale: boolean;
  keepUnknown: boolean;
  onField: (header: string, field: ImportField) => void;
  onKeepUnknown: (keep: boolean) => void;
  children?: ReactNode;
}

export function ColumnsStep({ look, stale, keepUnknown, onField, onKeepUnknown, children }: Props) {
  return (
    <>
      {!look.has_addresses && (
        <p className="import-notice" role="alert">
          {look.lacks_header ? t("imports:columns.lacksHeader") : t("imports:columns.noAddresses")}
        </p>
      )}
      <div className="boxed" aria-busy={stale}>
        <table className="plain-table columns-table">
          <thead>
            <tr>
              <th scope="col">{t("imports:columns.header")}</th>
              <th scope="col">{t("imports:columns.values")}</th>
              <th scope="col">{t("imports:columns.goesTo")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("imports:columns.certainty")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {look.columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns of a file may have one name; their places do not change
              <ColumnRow key={at} column={column} at={at} examples={look.examples[at] ?? []} onField={onField} />
            ))}
          </tbody>
        </table>
      </div>
      <label className="row check">
        <input type="checkbox" checked={keepUnknown} onChange={(event) => onKeepUnknown(event.target.checked)} />
        {t("imports:columns.keepUnknown")}
      </label>
      {children}
    </>
  );
}

function ColumnRow({
  column,
  at,
  examples,
  onField,
}: {
  column: ImportColumn;
  at: number;
  examples: string[];
  onField: Props["onField"];
}) {
  const header = headerOf(column, at);
  return (
    <tr data-left-out={column.field === "ignore" || undefined}>
      <th scope="row" className="cut" title={header}>
        {header}
      </th>
      <td className="cut muted" title={examples.join("\n")}>
        {examples.length > 0 ? examples.join(" · ") : <span className="faint">{t("imports:columns.noValues")}</span>}
      </td>
      <td>
        <Choice
          label={`${header}: ${t("imports:columns.goesTo")}`}
          value={column.field}
          options={FIELDS.map((field) => ({ value: field, label: fieldName(field, header) }))}
          onChange={(field) => onField(column.header, field)}
        />
      </td>
      <td className="muted">
        <Certainty column={column} onField={onField} />
      </td>
    </tr>
  );
}

function Certainty({ column, onField }: { column: ImportColumn; onField: Props["onField"] }) {
  const { certainty, suggestion } = column;
  if (certainty === "known") return t("imports:columns.certain");
  if (certainty === "asked") return t("imports:columns.yours");
  if (!suggestion) return t("imports:columns.unknown");
  return (
    <button type="button" className="link-button link-button-strong" onClick={() => onField(column.header, suggestion)}>
      {t("imports:columns.mean", { field: t(`imports:fields.${suggestion}`) })}
    </button>
  );
}

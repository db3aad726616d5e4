// The frame of a figure: its title, how it is counted, the picture, the table behind it, and ways to take it along.

import { Copy, Download, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type Sheet, toCsv } from "../lib/csv";
import { t } from "../lib/i18n";
import { say } from "../lib/say";
import "./figure.css";

interface Props {
  title: string;
  /** A few words beside the title. */
  note?: ReactNode;
  /** How it is counted. */
  about: string;
  sheet: Sheet;
  /** The name of a file it is saved to. */
  file: string;
  /** There is nothing to show yet, and why. */
  empty?: string | false;
  actions?: ReactNode;
  children: ReactNode;
}

export function Figure({ title, note, about, sheet, file, empty, actions, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="figure" aria-label={title}>
      <header className="figure-head">
        <h2>{title}</h2>
        {note && <span className="faint">{note}</span>}
        <div className="row push">
          {actions}
          {!empty && <Tools sheet={sheet} file={file} asTable={asTable} onTable={() => setAsTable(!asTable)} />}
        </div>
      </header>
      <div className="figure-body">
        {empty ? <p className="muted">{empty}</p> : asTable ? <SheetTable title={title} sheet={sheet} /> : children}
      </div>
      <p className="figure-about">{about}</p>
    </section>
  );
}

interface ToolsProps {
  sheet: Sheet;
  file: string;
  asTable: boolean;
  onTable: () => void;
}

function Tools({ sheet, file, asTable, onTable }: ToolsProps) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(toCsv(sheet));
      say(t("figure.copied"));
    } catch {
      say(t("figure.notCopied"), "warn");
    }
  };
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-pressed={asTable}
        aria-label={t("figure.asTable")}
        title={t("figure.asTable")}
        onClick={onTable}
      >
        <Table2 size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("figure.copy")}
        title={t("figure.copy")}
        onClick={() => void copy()}
      >
        <Copy size={13} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("figure.save")}
        title={t("figure.save")}
        onClick={() => download(`${file}.csv`, toCsv(sheet))}
      >
        <Download size={14} aria-hidden="true" />
      </button>
    </>
  );
}

/** With a mark of the encoding: spreadsheets guess another without. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export function SheetTable({ title, sheet }: { title: string; sheet: Sheet }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className="sheet-box" tabIndex={0} aria-label={title}>
      <table className="sheet-table">
        <thead>
          <tr>
            {sheet.titles.map((name, place) => (
              <th key={name} scope="col" className={isNumeric(sheet, place) ? "sheet-number" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr key={row.join("\u0000")}>
              {row.map((cell, place) => (
                <td key={sheet.titles[place]} className={isNumeric(sheet, place) ? "sheet-number" : undefined}>
                  {typeof cell === "number" ? cell.toLocaleString() : (cell ?? "–")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isNumeric({ rows }: Sheet, place: number): boolean {
  return rows.some((row) => typeof row[place] === "number");
}

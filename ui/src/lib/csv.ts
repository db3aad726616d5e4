// A table as CSV, as spreadsheets read it. A text that a spreadsheet would run as a formula is kept a text. Pure.

export type Cell = string | number | null;

export interface Sheet {
  titles: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export function toCsv({ titles, rows }: Sheet): string {
  return `${[titles, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The file in one line: its name, how much it is, and how it is read, which can be overruled.

import type { ReactNode } from "react";
import { Choice } from "../../components/choice";
import type { Delimiter } from "../../generated/Delimiter";
import type { ImportLook } from "../../generated/ImportLook";
import { t } from "../../lib/i18n";
import type { Draft } from "./draft";
import { sizeOf } from "./words";

const ENCODINGS = [
  "UTF-8",
  "windows-1252",
  "UTF-16LE",
  "UTF-16BE",
  "windows-1250",
  "windows-1251",
  "ISO-8859-2",
  "macintosh",
  "Shift_JIS",
  "GBK",
] as const;
const DELIMITERS: readonly Delimiter[] = ["comma", "semicolon", "tab", "pipe"];
const FOUND = "found";

interface Props {
  draft: Draft;
  look: ImportLook | undefined;
  /** How many rows, once they are counted. */
  rows: number | undefined;
  /** `null` where it is no longer the question how the file is read. */
  onReread: ((change: Pick<Draft, "encoding" | "delimiter">) => void) | null;
  actions?: ReactNode;
}

export function FileLine({ draft, look, rows, onReread, actions }: Props) {
  const { file } = draft;
  if (!file) return null;
  const facts = [rows === undefined ? null : t("imports:rows", { count: rows }), sizeOf(file.size)];
  return (
    <div className="file-line">
      <b className="cut" title={file.name}>
        {file.name}
      </b>
      <span className="muted">{facts.filter(Boolean).join(" · ")}</span>
      {look?.sheet && <span className="muted cut">{t("imports:columns.sheet", { sheet: look.sheet })}</span>}
      {onReread && !look?.sheet && <Reading draft={draft} look={look} onReread={onReread} />}
      {actions && <span className="row push">{actions}</span>}
    </div>
  );
}

interface ReadingProps {
  draft: Draft;
  look: ImportLook | undefined;
  onReread: NonNullable<Props["onReread"]>;
}

/** Encoding and separator, found or chosen; another one reads the file anew. */
function Reading({ draft: { encoding, delimiter }, look, onReread }: ReadingProps) {
  const found = (what: string | null | undefined, asked: string | null) =>
    asked === null && what ? t("imports:columns.found", { what }) : t("imports:columns.findOut");
  const separators = DELIMITERS.map((value) => ({ value, label: t(`imports:delimiters.${value}`) }));
  const separator = look?.delimiter && t(`imports:delimiters.${look.delimiter}`);
  return (
    <>
      <Labelled label={t("imports:columns.encoding")}>
        <Choice
          label={t("imports:columns.encoding")}
          value={encoding ?? FOUND}
          options={[
            { value: FOUND, label: found(look?.encoding, encoding) },
            ...ENCODINGS.map((value) => ({ value, label: value })),
          ]}
          onChange={(next) => onReread({ encoding: next === FOUND ? null : next, delimiter })}
        />
      </Labelled>
      <Labelled label={t("imports:columns.separator")}>
        <Choice<Delimiter | typeof FOUND>
          label={t("imports:columns.separator")}
          value={delimiter ?? FOUND}
          options={[{ value: FOUND, label: found(separator, delimiter) }, ...separators]}
          onChange={(next) => onReread({ encoding, delimiter: next === FOUND ? null : next })}
        />
      </Labelled>
    </>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="row">
      <span className="muted" aria-hidden="true">
        {label}
      </span>
      {children}
    </span>
  );
}

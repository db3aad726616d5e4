// A mail that looks like mail: who, from whom, when; the subject; the text as it goes out, with what is added below it quieter.

import type { ReactNode } from "react";
import { cutByMarks, type Mark } from "../lib/marks";
import "./mail-sheet.css";

/** `known` repeats a fact, `unknown` is in none. */
export type MarkKind = "known" | "unknown";

interface Props {
  /** What stands above: pairs of a word and what it is. */
  lines: { label: string; value: ReactNode }[];
  subject: ReactNode;
  /** The text without signature and footer, as text or as what is shown in its place. */
  body: ReactNode;
  /** Signature and footer. */
  footer?: string | undefined;
  marks?: readonly Mark<MarkKind>[];
}

export function MailSheet({ lines, subject, body, footer, marks = [] }: Props) {
  return (
    <article className="sheet-mail">
      <dl className="sheet-lines">
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2 className="sheet-subject">{subject}</h2>
      <div className="sheet-text">{typeof body === "string" ? <Marked text={body} marks={marks} /> : body}</div>
      {footer && <p className="sheet-footer">{footer}</p>}
    </article>
  );
}

/** Text only: whatever a stranger wrote is never anything else. */
function Marked({ text, marks }: { text: string; marks: readonly Mark<MarkKind>[] }) {
  return cutByMarks(text, marks).map((piece) =>
    piece.kind ? (
      <mark key={piece.at} className={`sheet-${piece.kind}`}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

/** What is added below the body of a finished text. */
export function footerOf(text: string, body: string): string {
  const below = text.startsWith(body) ? text.slice(body.length) : "";
  return below
    .replace(/^-- $/m, "")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

// What stands where there is nothing to show: not yet, nothing at all, or trouble.

import type { ReactNode } from "react";
import type { BackendError } from "../lib/backend";
import { t } from "../lib/i18n";

/** Appears only after 300 ms (in CSS), so that a quick answer does not flicker. */
export function Loading({ what }: { what: string }) {
  return (
    <div className="state loading" role="status" aria-busy="true">
      <span className="loading-bar" aria-hidden="true" />
      {what}
    </div>
  );
}

/** Says what the place is for and offers the first step. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}

/** A command for the terminal, selected by one click. It breaks between words only, never at a hyphen of a flag. */
export function Command({ words }: { words: string[] }) {
  return (
    <code className="command">
      {words.map((word) => (
        <span key={word}>{`${word} `}</span>
      ))}
    </code>
  );
}

export function Trouble({ error, retry }: { error: BackendError; retry: () => void }) {
  return (
    <div className="state" role="alert">
      <p className="state-title">{error.message}</p>
      <button type="button" className="button" onClick={retry}>
        {t("retry")}
      </button>
      <details className="faint">
        <summary>{t("details")}</summary>
        <code>{error.code}</code>
      </details>
    </div>
  );
}

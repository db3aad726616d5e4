// Subject and text of a mail, and what is added below. Ctrl+Enter does the main act, Escape leaves.

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { t } from "../../lib/i18n";
import { keyNames } from "../../lib/shortcuts";
import { useKeepFocus } from "./keep-focus";

export interface MailText {
  subject: string;
  body: string;
}

interface Props {
  label: string;
  start: MailText;
  /** Signature and footer. */
  below: string;
  /** The main act's name. */
  act: string;
  /** Resolves when it is done or refused; a refusal leaves the text as it is. */
  onAct: (text: MailText) => Promise<unknown>;
  /** Another act, before the main one. */
  other?: { act: string; onAct: (text: MailText) => Promise<unknown> };
  onLeave: () => void;
  onChange?: (text: MailText) => void;
  children?: ReactNode;
}

export function MailForm({ label, start, below, act, onAct, other, onLeave, onChange, children }: Props) {
  const [text, setText] = useState(start);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const place = useRef<HTMLFormElement>(null);
  useKeepFocus(place);
  const complete = text.subject.trim() !== "" && text.body.trim() !== "";
  const change = (part: Partial<MailText>) => {
    const next = { ...text, ...part };
    setText(next);
    onChange?.(next);
  };
  const run = async (what: (text: MailText) => Promise<unknown>) => {
    if (busy || !complete) return;
    setBusy(true);
    try {
      await what(text);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const send = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!send && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (send) void run(onAct);
    else onLeave();
  };
  return (
    <form
      ref={place}
      className="mail-form"
      aria-label={label}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void run(onAct);
      }}
    >
      <label className="visually-hidden" htmlFor={`${id}-subject`}>
        {t("deal:compose.subject")}
      </label>
      <input
        id={`${id}-subject`}
        className="input mail-subject"
        placeholder={t("deal:compose.subject")}
        value={text.subject}
        // biome-ignore lint/a11y/noAutofocus: the person just asked to write
        autoFocus={start.subject === ""}
        onChange={(event) => change({ subject: event.target.value })}
        onKeyDown={(event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.preventDefault()}
      />
      <label className="visually-hidden" htmlFor={`${id}-body`}>
        {t("deal:compose.body")}
      </label>
      <textarea
        id={`${id}-body`}
        className="textarea mail-body"
        placeholder={t("deal:compose.placeholder")}
        value={text.body}
        // biome-ignore lint/a11y/noAutofocus: the person just asked to write
        autoFocus={start.subject !== ""}
        onChange={(event) => change({ body: event.target.value })}
      />
      <details className="mail-below">
        <summary>{t("deal:compose.below")}</summary>
        <p className="mail-text">{below}</p>
      </details>
      {children}
      <div className="mail-acts">
        <button type="submit" className="button button-primary" disabled={busy || !complete}>
          {act} <kbd>{keyNames("mod+Enter").join(" ")}</kbd>
        </button>
        {other && (
          <button type="button" className="button" disabled={busy || !complete} onClick={() => void run(other.onAct)}>
            {other.act}
          </button>
        )}
        <button type="button" className="link-button push" onClick={onLeave}>
          {t("cancel")} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}

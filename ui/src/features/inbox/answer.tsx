// The answer by hand, in the thread. It goes to the deal's contact, whoever the mail claims to be from; signature and footer are added.

import { useEffect, useRef, useState } from "react";
import type { MessageDetail } from "../../generated/MessageDetail";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { keyNames, useShortcut } from "../../lib/shortcuts";

interface Words {
  subject: string;
  body: string;
}

/** What was begun, by message: going on to the next mail loses nothing. */
const begun = new Map<string, Words>();

interface Props {
  detail: MessageDetail;
  deal: string;
  /** Whom it goes to. */
  to: { name: string; email: string };
  open: boolean;
  onOpen: (open: boolean) => void;
  onSent: () => void;
}

export function Answer({ detail, deal, to, open, onOpen, onSent }: Props) {
  const { row } = detail;
  // A robot expects no answer.
  const asked = row.nature === "human";
  const fresh = { subject: answering(row.subject), body: "" };
  const [words, setWords] = useState<Words>(begun.get(row.id) ?? fresh);
  const write = useTell("email_write", ({ done }) => done);
  const change = (next: Words) => {
    begun.set(row.id, next);
    setWords(next);
  };
  const submit = (send: boolean) => {
    if (write.isPending || words.body.trim() === "") return;
    const done = () => {
      begun.delete(row.id);
      setWords(fresh);
      onOpen(false);
      onSent();
    };
    write.mutate({ deal, ...words, send }, { onSuccess: done });
  };
  const form = useRef<HTMLFormElement>(null);
  // Its buttons belong to it: they come into sight too.
  useEffect(() => {
    if (open) form.current?.scrollIntoView?.({ block: "nearest" });
  }, [open]);
  useShortcut({ keys: "r", label: t("inbox:keys.answer") }, () => onOpen(true), !open);
  useShortcut({ keys: "mod+enter" }, () => submit(true), open);
  if (!open) {
    return (
      <button type="button" className={`button ${asked ? "button-primary" : ""}`} onClick={() => onOpen(true)}>
        {begun.has(row.id) ? t("inbox:answer.goOn") : t("inbox:answer.start")} <kbd>R</kbd>
      </button>
    );
  }
  return (
    <form
      ref={form}
      className="answer"
      aria-label={t("inbox:answer.label")}
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      <p className="faint breaks">
        {t("inbox:answer.to")} <b dir="auto">{to.name || to.email}</b> {to.name && to.email}
        {to.email !== row.from_address && ` · ${t("inbox:answer.other", { address: row.from_address })}`}
      </p>
      <input
        className="input"
        aria-label={t("inbox:answer.subject")}
        value={words.subject}
        onChange={(event) => change({ ...words, subject: event.target.value })}
      />
      <textarea
        className="textarea"
        aria-label={t("inbox:answer.body")}
        // biome-ignore lint/a11y/noAutofocus: one asked for the box by its key or button
        autoFocus
        rows={6}
        dir="auto"
        value={words.body}
        placeholder={t("inbox:answer.placeholder")}
        onChange={(event) => change({ ...words, body: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onOpen(false);
        }}
      />
      <p className="faint">{t("inbox:answer.footer")}</p>
      <div className="row">
        <button type="submit" className="button button-primary" disabled={write.isPending || words.body.trim() === ""}>
          {write.isPending ? t("inbox:answer.sending") : t("inbox:answer.send")} <kbd>{keyNames("mod+x")[0]} Enter</kbd>
        </button>
        <button
          type="button"
          className="button"
          disabled={write.isPending || words.body.trim() === ""}
          onClick={() => submit(false)}
        >
          {t("inbox:answer.draft")}
        </button>
        <button type="button" className="link-button" onClick={() => onOpen(false)}>
          {t("inbox:answer.later")}
        </button>
      </div>
    </form>
  );
}

function answering(subject: string): string {
  return /^\s*(re|aw|sv|antw)\s*:/i.test(subject) ? subject.trim() : `Re: ${subject.trim()}`;
}

// Changing a mail in place. Ctrl+Enter saves, Escape leaves; what was typed is offered back.

import { useEffect, useRef, useState } from "react";
import { t } from "../../lib/i18n";
import { keyNames } from "../../lib/shortcuts";

export interface Draft {
  subject: string;
  body: string;
}

interface Props {
  draft: Draft;
  saving: boolean;
  onSave: (draft: Draft) => void;
  onLeave: (draft: Draft) => void;
}

export function Editor({ draft, saving, onSave, onLeave }: Props) {
  const [subject, setSubject] = useState(draft.subject);
  const [body, setBody] = useState(draft.body);
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => text.current?.focus(), []);
  const now = { subject, body };
  const ready = subject.trim() !== "" && body.trim() !== "" && !saving;
  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSave(now);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          if (ready) onSave(now);
        } else if (event.key === "Escape") {
          event.preventDefault();
          onLeave(now);
        }
      }}
    >
      <label className="editor-part">
        <span className="faint">{t("review:editing.subject")}</span>
        <input className="input editor-subject" value={subject} onChange={(event) => setSubject(event.target.value)} />
      </label>
      <label className="editor-part">
        <span className="faint">{t("review:editing.body")}</span>
        <textarea
          ref={text}
          className="textarea editor-body"
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </label>
      <p className="faint">{t("review:editing.hint")}</p>
      <div className="row">
        <button type="submit" className="button button-primary" disabled={!ready}>
          {saving ? t("review:editing.saving") : t("review:editing.save")} <kbd>{keyNames("mod+Enter").join(" ")}</kbd>
        </button>
        <button type="button" className="button" onClick={() => onLeave(now)}>
          {t("review:editing.leave")} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}

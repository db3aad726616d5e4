// A person vouches for a link that the notary cannot see, and signs for it. Any screen may open it.

import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { closeVouch, useVouchStart, type VouchStart } from "../../lib/link-dialogs";

export function Vouch() {
  const start = useVouchStart();
  return start && <VouchForm key={start.deal} start={start} />;
}

const FIELDS = ["source", "note", "signed"] as const;

function VouchForm({ start }: { start: VouchStart }) {
  const form = useId();
  const [typed, setTyped] = useState({ source: start.source ?? "", note: "", signed: "" });
  const [tried, setTried] = useState(false);
  const vouch = useTell("deal_vouch", ({ done }) => done);
  const lacks = (field: (typeof FIELDS)[number]) => typed[field].trim() === "";
  const errorOf = (field: (typeof FIELDS)[number]) => (tried && lacks(field) ? t("deal:vouch.needed") : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (FIELDS.some(lacks) || vouch.isPending) return;
    const { source, note, signed } = typed;
    vouch.mutate(
      { id: start.deal, source: source.trim(), note: note.trim(), signed: signed.trim() },
      { onSuccess: closeVouch },
    );
  };
  return (
    <Dialog
      title={t("deal:vouch.title", { who: start.who })}
      open
      onClose={closeVouch}
      act={
        <button type="submit" form={form} className="button button-primary" disabled={vouch.isPending}>
          {t("deal:vouch.act")}
        </button>
      }
    >
      <form id={form} className="end-form" onSubmit={submit}>
        <p className="muted">{t("deal:vouch.about")}</p>
        <Field label={t("deal:vouch.source")} error={errorOf("source") ?? vouch.error?.message}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              placeholder="https://"
              value={typed.source}
              onChange={(event) => setTyped({ ...typed, source: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("deal:vouch.note")} hint={t("deal:vouch.noteHint")} error={errorOf("note")}>
          {(ids) => (
            <textarea
              {...ids}
              className="textarea vouch-note"
              rows={2}
              value={typed.note}
              onChange={(event) => setTyped({ ...typed, note: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("deal:vouch.signed")} hint={t("deal:vouch.signedHint")} error={errorOf("signed")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              autoComplete="name"
              value={typed.signed}
              onChange={(event) => setTyped({ ...typed, signed: event.target.value })}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

// A time to come: one of those people mean, or any other.

import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { useNow } from "../../lib/ask";
import { exact, fromField, toField } from "../../lib/format";
import { t } from "../../lib/i18n";
import { presets } from "./presets";

interface Props {
  title: string;
  why: string;
  label: string;
  act: string;
  /** What holds now. */
  start: number | null;
  /** What choosing no time is called, where that is possible. */
  none?: string;
  /** Now is a time, too. */
  orNow?: boolean;
  onChoose: (at: number | null) => unknown;
  onClose: () => void;
}

export function WhenDialog({ title, why, label, act, start, none, orNow, onChoose, onClose }: Props) {
  const now = useNow();
  const choices = presets(now);
  const [typed, setTyped] = useState(() => toField(start !== null && start > now ? start : (choices[0]?.at ?? now)));
  const form = useId();
  const meant = fromField(typed);
  const wrong = meant === null || meant <= now;
  const choose = (at: number | null) => {
    onClose();
    onChoose(at);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) choose(meant);
  };
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      actions={
        <>
          {none && (
            <button type="button" className="link-button dialog-aside" onClick={() => choose(null)}>
              {none}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" form={form} className="button button-primary" disabled={wrong}>
            {act}
          </button>
        </>
      }
    >
      <p className="muted">{why}</p>
      <div className="chips">
        {orNow && (
          <button type="button" className="chip" title={exact(now)} onClick={() => choose(now)}>
            {t("deal:dialogs.now")}
          </button>
        )}
        {choices.map(({ key, at }) => (
          <button key={key} type="button" className="chip" title={exact(at)} onClick={() => choose(at)}>
            {t(`deal:dialogs.${key}`)}
          </button>
        ))}
      </div>
      <form id={form} onSubmit={submit}>
        <Field
          label={label}
          hint={meant === null ? undefined : exact(meant)}
          error={wrong ? t("deal:dialogs.wrongTime") : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              className="input"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

// Why a deal stands still until somebody resumes it.

import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";

export function PauseDialog({ onPause, onClose }: { onPause: (reason: string) => unknown; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const form = useId();
  const pause = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onPause(reason.trim());
  };
  return (
    <Dialog
      title={t("deal:dialogs.pauseTitle")}
      open
      onClose={onClose}
      act={
        <button type="submit" form={form} className="button button-primary">
          {t("deal:dialogs.pauseAct")}
        </button>
      }
    >
      <p className="muted">{t("deal:dialogs.pauseWhy")}</p>
      <form id={form} onSubmit={pause}>
        <Field label={t("deal:dialogs.reason")} hint={t("deal:dialogs.reasonHint")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              autoFocus
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

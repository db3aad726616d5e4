// How a deal ends: won or lost, and why. A loss needs a reason.

import { type FormEvent, useId, useState } from "react";
import { Segments } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";

interface Props {
  won: boolean;
  /** Which end is meant is said already. */
  fixed: boolean;
  /** The closing stage it was moved to, if it was. */
  stage: string | null;
  onEnd: (won: boolean, reason: string, stage: string | null) => unknown;
  onClose: () => void;
}

const REASONS = ["budget", "other", "silent", "fit"] as const;

export function EndDialog({ won: begins, fixed, stage, onEnd, onClose }: Props) {
  const [won, setWon] = useState(begins);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const form = useId();
  const lacks = !won && reason.trim() === "";
  const end = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (lacks) return;
    onClose();
    onEnd(won, reason.trim(), stage);
  };
  const title = fixed ? t(won ? "deal:dialogs.wonTitle" : "deal:dialogs.lostTitle") : t("deal:dialogs.endTitle");
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      act={
        <button type="submit" form={form} className={`button ${won ? "button-primary" : "button-danger"}`}>
          {t(won ? "deal:dialogs.wonAct" : "deal:dialogs.lostAct")}
        </button>
      }
    >
      <form id={form} className="end-form" onSubmit={end}>
        {!fixed && (
          <Segments
            label={t("deal:dialogs.endTitle")}
            value={won ? "won" : "lost"}
            options={[
              { value: "won", label: t("deal:dialogs.won") },
              { value: "lost", label: t("deal:dialogs.lost") },
            ]}
            onChange={(end) => setWon(end === "won")}
          />
        )}
        <Field
          label={t(won ? "deal:dialogs.wonReason" : "deal:dialogs.lostReason")}
          error={asked && lacks ? t("deal:dialogs.needsReason") : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              autoFocus={fixed}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {!won && (
          <div className="chips">
            {REASONS.map((key) => {
              const text = t(`deal:dialogs.reasons.${key}`);
              return (
                <button key={key} type="button" className="chip" onClick={() => setReason(text)}>
                  {text}
                </button>
              );
            })}
          </div>
        )}
      </form>
    </Dialog>
  );
}

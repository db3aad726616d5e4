// Asks how deals ended before they are closed: won or lost, and why.

import { useRef, useState } from "react";
import { Segments } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";
import { nameOf, type Placed } from "./drop";

export interface Asking {
  cards: readonly Placed[];
  /** `reason`: it is lost in any case. */
  what: "outcome" | "reason";
}

interface Props {
  asking: Asking;
  onCancel: () => void;
  onClose: (won: boolean, reason: string | null) => void;
}

const REASONS = ["dear", "noNeed", "other", "noFit", "silent"] as const;
const FORM = "close-deals";

/** Mounted anew for each question. */
export function CloseDialog({ asking: { cards, what }, onCancel, onClose }: Props) {
  const [how, setHow] = useState<"won" | "lost">(what === "reason" ? "lost" : "won");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const lost = how === "lost";
  const missing = lost && reason.trim() === "";
  const mails = cards.some(({ card }) => card.email_state !== null);
  const field = useRef<HTMLInputElement>(null);
  const start = useRef<HTMLElement>(null);
  const submit = () => {
    setTried(true);
    if (missing) field.current?.focus();
    else onClose(!lost, reason.trim() || null);
  };
  return (
    <Dialog
      title={t("board:closing.title", { count: cards.length, name: nameOf(cards) })}
      open
      onClose={onCancel}
      first={start}
      act={
        <button type="submit" form={FORM} className="button button-primary">
          {t(lost ? "board:closing.asLost" : "board:closing.asWon")}
        </button>
      }
    >
      <form
        id={FORM}
        ref={(form) => {
          start.current = form?.querySelector<HTMLElement>("input:checked") ?? field.current;
        }}
        className="closing"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {what === "outcome" && (
          <Segments
            label={t("board:closing.how")}
            value={how}
            options={[
              { value: "won", label: t("board:closing.won") },
              { value: "lost", label: t("board:closing.lost") },
            ]}
            onChange={setHow}
          />
        )}
        <Field
          label={t("board:closing.reason")}
          hint={t(lost ? "board:closing.whyLost" : "board:closing.whyWon")}
          error={tried && missing ? t("board:closing.needed") : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              ref={field}
              className="input"
              value={reason}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {lost && (
          <div className="row closing-reasons">
            {REASONS.map((key) => {
              const text = t(`board:closing.reasons.${key}`);
              return (
                <button
                  key={key}
                  type="button"
                  className="chip"
                  aria-pressed={reason === text}
                  onClick={() => setReason(text)}
                >
                  {text}
                </button>
              );
            })}
          </div>
        )}
        {mails && <p className="faint">{t("board:closing.mails")}</p>}
      </form>
    </Dialog>
  );
}

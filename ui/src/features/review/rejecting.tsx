// Saying no to a mail: it cannot be taken back, so it is asked once, with what happens to the deal, and why if one likes.

import { useRef, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";

interface Props {
  who: string;
  onClose: () => void;
  onReject: (reason: string) => void;
}

export function Rejecting({ who, onClose, onReject }: Props) {
  const [reason, setReason] = useState("");
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      title={t("review:rejecting.title", { who })}
      open
      onClose={onClose}
      first={field}
      act={
        <button type="submit" form="rejecting" className="button button-danger">
          {t("review:rejecting.act")}
        </button>
      }
    >
      <form
        id="rejecting"
        className="rejecting"
        onSubmit={(event) => {
          event.preventDefault();
          onReject(reason.trim());
        }}
      >
        <p>{t("review:rejecting.what")}</p>
        <Field label={t("review:rejecting.reason")}>
          {(ids) => (
            <input
              {...ids}
              ref={field}
              className="input"
              placeholder={t("review:rejecting.placeholder")}
              maxLength={400}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

// What helps somebody else to find a fault: shown before it is copied, because it leaves this computer by the person's own hand.

import { useMutation } from "@tanstack/react-query";
import { ClipboardCopy } from "lucide-react";
import { useId, useState } from "react";
import { Dialog } from "../../components/dialog";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

export function Diagnostics() {
  const backend = useBackend();
  const [text, setText] = useState<string | null>(null);
  const collect = useMutation({
    mutationFn: () => backend.call("diagnostics", {}),
    onSuccess: (reply) => setText(reply.text),
    onError: (error) => say(BackendError.from(error).message, "warn"),
  });
  return (
    <>
      <button type="button" className="button" disabled={collect.isPending} onClick={() => collect.mutate()}>
        <ClipboardCopy size={13} aria-hidden="true" />
        {t(collect.isPending ? "doctor:diagnostics.collecting" : "doctor:diagnostics.open")}
      </button>
      {text !== null && <Shown text={text} onClose={() => setText(null)} />}
    </>
  );
}

function Shown({ text, onClose }: { text: string; onClose: () => void }) {
  const about = useId();
  const [refused, setRefused] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      onClose();
      say(t("doctor:diagnostics.copied"));
    } catch {
      setRefused(true);
    }
  }
  return (
    <Dialog
      title={t("doctor:diagnostics.title")}
      open
      wide
      onClose={onClose}
      act={
        <button type="button" data-first className="button button-primary" onClick={() => void copy()}>
          {t("doctor:diagnostics.copy")}
        </button>
      }
    >
      <p id={about} className="muted">
        {t("doctor:diagnostics.about")}
      </p>
      {refused && (
        <p className="field-error" role="alert">
          {t("doctor:diagnostics.refused")}
        </p>
      )}
      <textarea
        className="textarea diagnostics-text"
        readOnly
        spellCheck={false}
        rows={16}
        aria-label={t("doctor:diagnostics.label")}
        aria-describedby={about}
        value={text}
      />
    </Dialog>
  );
}

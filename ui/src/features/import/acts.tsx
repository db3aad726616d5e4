// The end of a step: back on one side, on on the other, each with its key.

import { t } from "../../lib/i18n";
import { keyNames, useShortcut } from "../../lib/shortcuts";

interface Props {
  onBack: () => void;
  note?: string;
  act: string;
  disabled?: boolean;
  onAct: () => void;
}

export function Acts({ onBack, note, act, disabled, onAct }: Props) {
  useShortcut({ keys: "mod+enter", label: act }, onAct, !disabled);
  useShortcut({ keys: "Escape", label: t("back") }, onBack);
  return (
    <footer className="import-acts">
      <button type="button" className="link-button" onClick={onBack}>
        {t("back")} <kbd>{keyNames("Escape").join(" ")}</kbd>
      </button>
      {note && <span className="muted push cut">{note}</span>}
      <button
        type="button"
        className={`button button-primary ${note ? "" : "push"}`}
        disabled={disabled}
        onClick={onAct}
      >
        {act} <kbd>{keyNames("mod+enter").join(" ")}</kbd>
      </button>
    </footer>
  );
}

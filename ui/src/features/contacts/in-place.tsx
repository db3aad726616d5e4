// A value that becomes a field where it stands: Enter keeps, Escape leaves it as it was.

import { type KeyboardEvent, useRef, useState } from "react";
import { t } from "../../lib/i18n";

interface Props {
  label: string;
  value: string;
  onSave: (value: string) => void;
  long?: boolean;
  /** What stands where nothing is. */
  empty?: string;
  type?: "text" | "number";
}

export function InPlace({ label, value, onSave, long, empty = t("contacts:person.unset"), type = "text" }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const end = (save: boolean) => {
    if (draft === null) return;
    setDraft(null);
    if (save && draft.trim() !== value) onSave(draft.trim());
    requestAnimationFrame(() => button.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") end(false);
    else if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey)) end(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (draft !== null) {
    const common = {
      "aria-label": label,
      value: draft,
      autoFocus: true,
      onKeyDown,
      onBlur: () => end(true),
      onChange: (event: { target: { value: string } }) => setDraft(event.target.value),
    };
    return long ? <textarea className="textarea" {...common} /> : <input className="input" type={type} {...common} />;
  }
  return (
    <button
      ref={button}
      type="button"
      className={`in-place ${long ? "in-place-long" : "cut"}`}
      aria-label={`${t("contacts:person.edit", { field: label })}: ${value || empty}`}
      onClick={() => setDraft(value)}
    >
      {value || <span className="faint">{empty}</span>}
    </button>
  );
}

// A name that becomes a field when it is pressed. Enter keeps it, Escape leaves it as it was.

import { useState } from "react";

interface Props {
  label: string;
  name: string;
  onName: (name: string) => void;
  heading?: boolean;
}

export function Rename({ label, name, onName, heading }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    const next = draft?.trim();
    setDraft(null);
    if (next && next !== name) onName(next);
  };
  if (draft === null) {
    const button = (
      <button type="button" className="rename" aria-label={`${label}: ${name}`} onClick={() => setDraft(name)}>
        {name}
      </button>
    );
    return heading ? <h2 className="rename-heading">{button}</h2> : button;
  }
  return (
    <input
      className="input rename-field"
      aria-label={label}
      // biome-ignore lint/a11y/noAutofocus: the button that was pressed became this field
      autoFocus
      value={draft}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        // The field's own keys: nothing else on the screen acts on them.
        event.stopPropagation();
        if (event.key === "Enter") keep();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}

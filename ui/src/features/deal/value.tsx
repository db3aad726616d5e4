// What the deal is worth, changed where it stands: Enter keeps it, Escape leaves it.

import { Pencil } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { money } from "../../lib/format";
import { t } from "../../lib/i18n";
import { cents } from "./reading";

export function Value({ cents: value, onChange }: { cents: number; onChange: (cents: number) => unknown }) {
  const [typed, setTyped] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const left = useRef(false);
  useEffect(() => {
    if (typed === null && left.current) button.current?.focus();
    left.current = false;
  }, [typed]);
  if (typed === null) {
    const shown = value > 0 ? money(value) : t("deal:value.add");
    const label = value > 0 ? t("deal:value.change", { value: shown }) : shown;
    return (
      <button
        type="button"
        ref={button}
        className={`deal-value ${value > 0 ? "" : "faint"}`}
        aria-label={label}
        title={label}
        onClick={() => setTyped(value > 0 ? String(value / 100) : "")}
      >
        {shown} <Pencil size={11} aria-hidden="true" />
      </button>
    );
  }
  const meant = cents(typed);
  const leave = () => {
    left.current = true;
    setTyped(null);
  };
  const keep = () => {
    if (meant === null) return;
    if (meant !== value) onChange(meant);
    leave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Enter") keep();
    else leave();
  };
  return (
    <span className="deal-value-field">
      <input
        // biome-ignore lint/a11y/noAutofocus: it stands where the button was that had the focus
        autoFocus
        className="input"
        inputMode="decimal"
        aria-label={t("deal:value.field")}
        aria-invalid={meant === null || undefined}
        title={meant === null ? t("deal:value.wrong") : undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => (meant === null ? setTyped(null) : keep())}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}

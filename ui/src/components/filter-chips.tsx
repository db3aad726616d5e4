// Filters that can be seen at once: each a chip with its count, pressed or not.

import { count } from "../lib/format";
import "./filter-chips.css";

interface Props<V extends string> {
  label: string;
  options: readonly { value: V; label: string; count?: number | undefined }[];
  chosen: readonly V[];
  onChange: (chosen: V[]) => void;
}

export function FilterChips<V extends string>({ label, options, chosen, onChange }: Props<V>) {
  const toggle = (value: V) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <fieldset className="filter-chips">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="chip filter-chip"
          aria-pressed={chosen.includes(option.value)}
          onClick={() => toggle(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="faint">{count(option.count)}</span>}
        </button>
      ))}
    </fieldset>
  );
}

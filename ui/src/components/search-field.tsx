// Where one types what is looked for: "/" leads here, Escape empties it and leaves.

import { Search } from "lucide-react";
import { useRef } from "react";
import { useShortcut } from "../lib/shortcuts";
import "./search-field.css";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut({ keys: "/", label }, () => {
    field.current?.focus();
    field.current?.select();
  });
  return (
    <div className="search-field">
      <Search size={13} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (value === "") field.current?.blur();
          onChange("");
        }}
      />
      {value === "" && <kbd>/</kbd>}
    </div>
  );
}

// One of a few: a select whose list looks like ours on every system, and segments where all can be seen at once.

import { Select } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import { useId } from "react";

interface Option<V extends string> {
  value: V;
  label: string;
}

interface Props<V extends string> {
  /** For the label of a `Field` around it. */
  id?: string;
  /** What is chosen here; read aloud, and shown by `Field` where it stands beside. */
  label: string;
  value: V;
  options: readonly Option<V>[];
  onChange: (value: V) => void;
  disabled?: boolean;
}

export function Choice<V extends string>({ id, label, value, options, onChange, disabled }: Props<V>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Select.Root value={value} onValueChange={(next) => next !== null && onChange(next)} disabled={disabled ?? false}>
      <Select.Trigger id={id} className="choice" aria-label={`${label}: ${chosen?.label ?? ""}`}>
        <span className="cut">{chosen?.label ?? value}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner sideOffset={4} alignItemWithTrigger={false} className="layer">
          <Select.Popup className="menu">
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value} className="menu-item">
                <Select.ItemText className="cut">{option.label}</Select.ItemText>
                <Select.ItemIndicator className="menu-hint">
                  <Check size={12} aria-hidden="true" />
                </Select.ItemIndicator>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

export function Segments<V extends string>({ label, value, options, onChange }: Props<V>) {
  const name = useId();
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input
            type="radio"
            name={name}
            className="visually-hidden"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

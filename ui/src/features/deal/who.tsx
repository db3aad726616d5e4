// Who a new deal is with: typed, found among the brand's contacts, chosen by arrows and Enter or by a click.

import { X } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { Field } from "../../components/field";
import type { ContactRow } from "../../generated/ContactRow";
import { isAddress } from "../../lib/addresses";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  brand: string;
  typed: string;
  person: ContactRow | null;
  error: string | undefined;
  onType: (typed: string) => void;
  onChoose: (person: ContactRow | null) => void;
}

const SHOWN = 6;

export function Who({ brand, typed, person, error, onType, onChoose }: Props) {
  if (person) return <Chosen person={person} error={error} onChange={() => onChoose(null)} />;
  return <Search {...{ brand, typed, error, onType, onChoose }} />;
}

function Chosen({ person, error, onChange }: { person: ContactRow; error: string | undefined; onChange: () => void }) {
  const wrong =
    error ?? (person.suppressed === null ? undefined : t("deal:new.suppressed", { why: person.suppressed }));
  return (
    <Field label={t("deal:new.who")} error={wrong}>
      {(ids) => (
        <button type="button" {...ids} className="who-chosen" onClick={onChange} title={t("deal:new.change")}>
          <span className="cut">
            <b>{person.name || person.email}</b>{" "}
            <span className="muted">{[person.company, person.name && person.email].filter(Boolean).join(" · ")}</span>
          </span>
          <X size={13} aria-label={t("deal:new.change")} role="img" />
        </button>
      )}
    </Field>
  );
}

function Search({ brand, typed, error, onType, onChoose }: Omit<Props, "person">) {
  const search = useDeferredValue(typed.trim());
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useAsk("contacts_list", { brand, search: search || null, limit: SHOWN }, { keep: true });
  const people = search === "" ? [] : (found.data ?? []);
  const active = people[Math.min(at, people.length - 1)];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && people.length > 0) {
      event.preventDefault();
      setAt((at + step + people.length) % people.length);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && active) {
      event.preventDefault();
      onChoose(active);
    }
  };
  const nobody = search !== "" && found.data !== undefined && people.length === 0 && !isAddress(search);
  return (
    <div className="who">
      <Field label={t("deal:new.who")} hint={nobody ? t("deal:new.nobody") : t("deal:new.whoHint")} error={error}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            role="combobox"
            aria-expanded={people.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={active ? `${id}-${active.id}` : undefined}
            aria-autocomplete="list"
            autoComplete="off"
            placeholder={t("deal:new.whoPlaceholder")}
            // biome-ignore lint/a11y/noAutofocus: the first thing a new deal needs
            autoFocus
            value={typed}
            onChange={(event) => {
              setAt(0);
              onType(event.target.value);
            }}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t("deal:new.found")}
        className="who-list"
        hidden={people.length === 0}
      >
        {people.map((person) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are those of the field above
          <div
            key={person.id}
            id={`${id}-${person.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={person === active}
            className="who-option"
            onClick={() => onChoose(person)}
          >
            <b className="cut">{person.name || person.email}</b>
            <span className="muted cut">
              {[person.company, person.name && person.email].filter(Boolean).join(" · ")}
            </span>
            {person.suppressed !== null && <span className="tag tag-danger push">{t("deal:status.suppressed")}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

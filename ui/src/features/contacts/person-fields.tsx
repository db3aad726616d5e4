// Who somebody is: fields that are edited where they stand, labels, and on what ground one may write.

import { Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Choice } from "../../components/choice";
import { Time } from "../../components/time";
import type { ContactHistory } from "../../generated/ContactHistory";
import type { ContactRow } from "../../generated/ContactRow";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useEdit } from "./edit";
import { InPlace } from "./in-place";
import { BASES } from "./new";
import { KINDS } from "./view";

export function PersonFields({ history }: { history: ContactHistory }) {
  const { contact } = history;
  const edit = useEdit(contact);
  const text = (field: "name" | "company" | "website" | "country" | "timezone") => (
    <Line label={t(`contacts:person.${field}`)}>
      <InPlace
        label={t(`contacts:person.${field}`)}
        value={contact[field]}
        onSave={(value) => edit({ [field]: value }, field)}
      />
    </Line>
  );
  return (
    <>
      <section className="person-part">
        <h2>{t("contacts:person.fields")}</h2>
        <dl>
          {text("name")}
          {text("company")}
          {text("website")}
          <Line label={t("contacts:person.authority")}>
            <InPlace
              label={t("contacts:person.authority")}
              type="number"
              value={contact.domain_authority === null ? "" : String(contact.domain_authority)}
              onSave={(value) => value !== "" && edit({ domain_authority: Number(value) }, "authority")}
            />
          </Line>
          <Line label={t("contacts:person.kind")}>
            <Choice
              label={t("contacts:person.kind")}
              value={contact.kind}
              options={KINDS.map((value) => ({ value, label: t(`words:contactTypes.${value}`) }))}
              onChange={(kind) => edit({ kind }, "kind")}
            />
          </Line>
          {text("country")}
          {text("timezone")}
          <Line label={t("contacts:person.tags")}>
            <Tags contact={contact} onTags={(tags) => edit({ tags }, "tags")} />
          </Line>
        </dl>
      </section>
      <section className="person-part">
        <h2>{t("contacts:person.notes")}</h2>
        <InPlace
          long
          empty={t("contacts:person.noNotes")}
          label={t("contacts:person.notes")}
          value={contact.notes}
          onSave={(notes) => edit({ notes }, "notes")}
        />
      </section>
      <section className="person-part">
        <h2>{t("contacts:person.consent")}</h2>
        <dl>
          <Line label={t("contacts:person.basis")}>
            <Choice
              label={t("contacts:person.basis")}
              value={contact.basis}
              options={BASES.map((value) => ({ value, label: t(`contacts:basis.${value}`) }))}
              onChange={(basis) => edit({ basis }, "basis")}
            />
          </Line>
          <Line label={t("contacts:person.basisNote")}>
            <InPlace
              long
              label={t("contacts:person.basisNote")}
              value={contact.basis_note}
              onSave={(basis_note) => edit({ basis_note }, "basisNote")}
            />
          </Line>
        </dl>
      </section>
      <Origin history={history} />
    </>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="person-line">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Tags({ contact, onTags }: { contact: ContactRow; onTags: (tags: string[]) => void }) {
  const [adding, setAdding] = useState(false);
  const [tag, setTag] = useState("");
  const add = () => {
    const next = tag.trim();
    setAdding(false);
    setTag("");
    if (next && !contact.tags.some((one) => one.toLowerCase() === next.toLowerCase())) onTags([...contact.tags, next]);
  };
  return (
    <span className="person-tags">
      {contact.tags.map((one) => (
        <span key={one} className="contact-tag person-tag">
          <span className="cut">{one}</span>
          <button
            type="button"
            aria-label={t("contacts:person.removeTag", { tag: one })}
            onClick={() => onTags(contact.tags.filter((other) => other !== one))}
          >
            <X size={11} aria-hidden="true" />
          </button>
        </span>
      ))}
      {adding ? (
        <input
          className="input person-tag-input"
          aria-label={t("contacts:person.addTag")}
          value={tag}
          // biome-ignore lint/a11y/noAutofocus: the person just asked to write here
          autoFocus
          onChange={(event) => setTag(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === "Enter") add();
            else if (event.key === "Escape") {
              event.stopPropagation();
              setTag("");
              setAdding(false);
            }
          }}
        />
      ) : (
        <button
          type="button"
          className="icon-button"
          aria-label={t("contacts:person.addTag")}
          title={t("contacts:person.addTag")}
          onClick={() => setAdding(true)}
        >
          <Plus size={12} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

function Origin({ history }: { history: ContactHistory }) {
  const now = useNow();
  const { contact, imported, custom, created_at } = history;
  const { other_addresses: others, ...rest } = custom;
  const from = !imported
    ? t("contacts:person.byHand")
    : imported.line === null
      ? t("contacts:person.imported", { file: imported.file_name })
      : t("contacts:person.importedLine", { file: imported.file_name, line: imported.line });
  return (
    <section className="person-part">
      <h2>{t("contacts:person.origin")}</h2>
      <dl>
        <Line label={t("contacts:person.added")}>
          <span className="person-value">
            <Time at={created_at} now={now} /> · {from}
          </span>
        </Line>
        {contact.source && (
          <Line label={t("contacts:person.source")}>
            <span className="person-value">{contact.source}</span>
          </Line>
        )}
        {Array.isArray(others) && (
          <Line label={t("contacts:person.otherAddresses")}>
            <span className="person-value">{others.map(String).join(", ")}</span>
          </Line>
        )}
        {Object.entries(rest).map(([name, value]) => (
          <Line key={name} label={name}>
            <span className="person-value">{typeof value === "string" ? value : JSON.stringify(value)}</span>
          </Line>
        ))}
      </dl>
    </section>
  );
}

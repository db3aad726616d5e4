// Contacts, who must not be mailed, and who may be there twice: composition only.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Upload } from "lucide-react";
import { useState } from "react";
import { Segments } from "../components/choice";
import { Screen } from "../components/screen";
import { ContactList } from "../features/contacts/list";
import { NewContact } from "../features/contacts/new";
import { Silent } from "../features/contacts/silent";
import { Twins } from "../features/contacts/twins";
import { PLAIN, type View } from "../features/contacts/view";
import { t } from "../lib/i18n";

const TABS = ["people", "suppressed", "duplicates"] as const;
type Tab = (typeof TABS)[number];

/** The view one left is the view one comes back to. */
let lastView: View = PLAIN;

export function ContactsRoute() {
  const navigate = useNavigate();
  const { tab: chosen } = useSearch({ from: "/contacts" });
  const tab = TABS.find((one) => one === chosen) ?? "people";
  const [view, setView] = useState(lastView);
  const [total, setTotal] = useState<number | null>(null);
  const [adding, setAdding] = useState(false);
  const onView = (next: View) => {
    lastView = next;
    setView(next);
  };
  const open = (contact: string) => void navigate({ to: "/contacts/$contact", params: { contact } });
  const toImport = () => void navigate({ to: "/import" });
  const options = TABS.map((value) => ({ value, label: t(`contacts:tabs.${value}`) }));
  return (
    <Screen
      title={t("contacts:title")}
      note={tab === "people" && total !== null && total > 0 ? t("contacts:total", { count: total }) : undefined}
      actions={
        <>
          <Segments<Tab>
            label={t("contacts:tabs.label")}
            value={tab}
            options={options}
            onChange={(next) => void navigate({ to: "/contacts", search: next === "people" ? {} : { tab: next } })}
          />
          <button type="button" className="button" onClick={toImport}>
            <Upload size={13} aria-hidden="true" />
            {t("contacts:import")}
          </button>
          <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden="true" />
            {t("contacts:add")}
          </button>
        </>
      }
    >
      {tab === "people" && (
        <ContactList
          view={view}
          onView={onView}
          onOpen={open}
          onDeal={(deal) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) })}
          onTotal={setTotal}
          onAdd={() => setAdding(true)}
          onImport={toImport}
        />
      )}
      {tab === "suppressed" && <Silent />}
      {tab === "duplicates" && <Twins onOpen={open} />}
      {adding && <NewContact onClose={() => setAdding(false)} onOpen={open} />}
    </Screen>
  );
}

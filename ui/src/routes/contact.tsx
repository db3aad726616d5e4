// One contact: composition only.

import { useNavigate, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { Screen } from "../components/screen";
import { Person } from "../features/contacts/person";
import { t } from "../lib/i18n";
import { useShortcut } from "../lib/shortcuts";

export function ContactRoute() {
  const navigate = useNavigate();
  const { contact } = useParams({ from: "/contacts/$contact" });
  const back = () => void navigate({ to: "/contacts" });
  useShortcut({ keys: "Escape", label: t("contacts:person.back") }, back);
  return (
    <Screen
      title={t("contacts:title")}
      actions={
        <button type="button" className="button" onClick={back}>
          <ArrowLeft size={13} aria-hidden="true" />
          {t("contacts:person.back")}
        </button>
      }
    >
      <Person
        key={contact}
        id={contact}
        onBack={back}
        onDeal={(deal) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) })}
        onMail={(mail) => void navigate({ to: "/emails", search: { mail } })}
        onMessage={(message) => void navigate({ to: "/inbox", search: { message } })}
        onPerson={(other) => void navigate({ to: "/contacts/$contact", params: { contact: other } })}
      />
    </Screen>
  );
}

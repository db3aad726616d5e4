// Changing fields of a contact: what is left out stays, and the change can be taken back.

import type { ContactEdit } from "../../generated/ContactEdit";
import type { ContactRow } from "../../generated/ContactRow";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

export type Change = Partial<Omit<ContactEdit, "id">>;

/** The names of fields, as the person reads them. */
export type FieldName =
  | "name"
  | "company"
  | "website"
  | "authority"
  | "kind"
  | "country"
  | "timezone"
  | "tags"
  | "notes"
  | "basis"
  | "basisNote";

const NOTHING: Omit<ContactEdit, "id"> = {
  name: null,
  company: null,
  website: null,
  domain_authority: null,
  notes: null,
  tags: null,
  kind: null,
  country: null,
  timezone: null,
  basis: null,
  basis_note: null,
};

export function useEdit(contact: ContactRow): (change: Change, field: FieldName) => void {
  const edit = useTell("contact_edit", () => null);
  return (change, field) => {
    const before = Object.fromEntries(
      Object.keys(change).map((key) => [key, contact[key as keyof ContactRow]]),
    ) as Change;
    edit.mutate(
      { ...NOTHING, ...change, id: contact.id },
      {
        onSuccess: () =>
          say(t("contacts:person.changed", { field: t(`contacts:person.${field}`) }), "plain", () =>
            edit.mutate({ ...NOTHING, ...before, id: contact.id }),
          ),
      },
    );
  };
}

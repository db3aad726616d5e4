// Contacts, and one contact.

import type { contacts as English } from "../en/contacts";
import type { Translated } from "../translated";

export const contacts: Translated<typeof English> = {
  title: "संपर्क",
};

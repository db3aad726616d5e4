// Contacts, and one contact.

export const contacts = {
  title: "Contacts",
} as const;

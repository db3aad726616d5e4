// The log of outgoing mail.

export const emails = {
  title: "Sent mail",
} as const;

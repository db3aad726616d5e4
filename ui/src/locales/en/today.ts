// Today: what needs you and what happens.

export const today = {
  title: "Today",
} as const;

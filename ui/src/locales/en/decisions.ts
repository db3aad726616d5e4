// The log of decisions.

export const decisions = {
  title: "Decisions",
} as const;

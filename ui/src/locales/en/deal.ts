// One deal.

export const deal = {
  title: "Deal",
} as const;

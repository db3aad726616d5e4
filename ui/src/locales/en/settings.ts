// Settings.

export const settings = {
  title: "Settings",
} as const;

// The first start.

export const welcome = {
  title: "Welcome",
} as const;

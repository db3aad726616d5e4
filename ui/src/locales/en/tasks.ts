// The recurring tasks.

export const tasks = {
  title: "Tasks",
} as const;

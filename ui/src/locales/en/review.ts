// The review queue.

export const review = {
  title: "Review",
} as const;

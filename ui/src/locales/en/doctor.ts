// The doctor.

export const doctor = {
  title: "Doctor",
} as const;

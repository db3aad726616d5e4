// The import wizard and earlier imports.

export const imports = {
  title: "Import contacts",
} as const;

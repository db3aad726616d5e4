// The import wizard and earlier imports.

import type { imports as English } from "../en/imports";
import type { Translated } from "../translated";

export const imports: Translated<typeof English> = {
  title: "संपर्क आयात करें",
};

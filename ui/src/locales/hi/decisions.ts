// The log of decisions.

import type { decisions as English } from "../en/decisions";
import type { Translated } from "../translated";

export const decisions: Translated<typeof English> = {
  title: "निर्णय",
};

// One deal.

import type { deal as English } from "../en/deal";
import type { Translated } from "../translated";

export const deal: Translated<typeof English> = {
  title: "सौदा",
};

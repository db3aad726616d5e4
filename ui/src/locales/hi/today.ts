// Today: what needs you and what happens.

import type { today as English } from "../en/today";
import type { Translated } from "../translated";

export const today: Translated<typeof English> = {
  title: "आज",
};

// The doctor.

import type { doctor as English } from "../en/doctor";
import type { Translated } from "../translated";

export const doctor: Translated<typeof English> = {
  title: "जाँच",
};

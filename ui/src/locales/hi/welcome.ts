// The first start.

import type { welcome as English } from "../en/welcome";
import type { Translated } from "../translated";

export const welcome: Translated<typeof English> = {
  title: "स्वागत है",
};

// Settings.

import type { settings as English } from "../en/settings";
import type { Translated } from "../translated";

export const settings: Translated<typeof English> = {
  title: "सेटिंग्स",
};

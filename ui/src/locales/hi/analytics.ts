// Analytics.

import type { analytics as English } from "../en/analytics";
import type { Translated } from "../translated";

export const analytics: Translated<typeof English> = {
  title: "विश्लेषण",
};

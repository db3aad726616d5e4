// The review queue.

import type { review as English } from "../en/review";
import type { Translated } from "../translated";

export const review: Translated<typeof English> = {
  title: "समीक्षा",
};

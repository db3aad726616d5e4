// Replies.

import type { inbox as English } from "../en/inbox";
import type { Translated } from "../translated";

export const inbox: Translated<typeof English> = {
  title: "इनबॉक्स",
};

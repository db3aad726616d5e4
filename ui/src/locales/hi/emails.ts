// The log of outgoing mail.

import type { emails as English } from "../en/emails";
import type { Translated } from "../translated";

export const emails: Translated<typeof English> = {
  title: "भेजे गए मेल",
};

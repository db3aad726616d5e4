// What templates and prompts are called, by the engine's names for them. Pure but for the language of the page.

import { sentence, words } from "../../lib/format";
import { t } from "../../lib/i18n";

export const GROUPS = ["sales", "backlink", "prompts"] as const;
export type Group = (typeof GROUPS)[number];

const MAILS = ["initial", "first_follow_up", "second_follow_up", "later_follow_up", "reclaim"] as const;
const PROMPTS = ["decision", "mail", "reply_class"] as const;

export function groupOf(name: string): Group {
  return name.startsWith("sales_") ? "sales" : name.startsWith("backlink_") ? "backlink" : "prompts";
}

export function wordingName(name: string): string {
  const mail = MAILS.find((mail) => name === `${groupOf(name)}_${mail}`);
  if (mail) return t(`words:mails.${mail}`);
  const prompt = PROMPTS.find((prompt) => prompt === name);
  return prompt ? t(`wordings:prompts.${prompt}`) : sentence(words(name));
}

// What a reply means, in colour and in the order in which people say it; and how we know whose it is.

import type { Tone } from "../../components/tag";
import type { ReplyKind } from "../../generated/ReplyKind";
import { t } from "../../lib/i18n";

/** No tone: it reads as it is. */
export const TONES: Partial<Record<ReplyKind, Tone>> = {
  interested: "good",
  link_placed: "good",
  question: "wait",
  wrong_person: "wait",
  payment_request: "wait",
  unclear: "wait",
  not_interested: "danger",
  unsubscribe: "danger",
  bounce_hard: "danger",
  left_company: "warn",
};

/** The commonest first: the first nine have the keys 1 to 9. */
export const MEANINGS: readonly ReplyKind[] = [
  "interested",
  "question",
  "not_now",
  "not_interested",
  "unsubscribe",
  "out_of_office",
  "wrong_person",
  "link_placed",
  "unclear",
  "payment_request",
  "left_company",
  "auto_reply",
  "bounce_soft",
  "bounce_hard",
];

/** What else a meaning can name. */
export function asksFor(kind: ReplyKind): "until" | "referral" | null {
  if (kind === "not_now" || kind === "out_of_office") return "until";
  if (kind === "wrong_person" || kind === "left_company") return "referral";
  return null;
}

const EVIDENCE = [
  "in_reply_to",
  "references",
  "token",
  "reported_message",
  "reported_address",
  "thread",
  "sender_and_subject",
  "sender",
  "company_and_subject",
  "person",
] as const;

/** The engine's word for how a mail was matched, as a sentence; "perhaps: …" where it was only a guess. */
export function evidenceInWords(evidence: string): string {
  const [, perhaps, word] = /^(perhaps: )?(.*)$/s.exec(evidence) ?? [];
  const known = EVIDENCE.find((one) => one === word);
  if (!known) return word || t("inbox:evidence.none");
  const said = t(`inbox:evidence.${known}`);
  return perhaps ? t("inbox:evidence.perhaps", { said }) : said;
}

/** Who read it: the person, a rule, or the name of a model. */
export function readBy(by: string): string {
  if (by === "person") return t("inbox:by.person");
  return by === "rule" || by === "rules"
    ? t("inbox:by.rule")
    : t("inbox:by.model", { model: by || t("inbox:by.somebody") });
}

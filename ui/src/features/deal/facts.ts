// The facts a decision is made on, in the order people read them, and how each is said. Pure.

import type { JsonValue } from "../../generated/serde_json/JsonValue";
import { t } from "../../lib/i18n";

export const FACTS = [
  "recipient_name",
  "recipient_first_name",
  "recipient_company",
  "recipient_website",
  "domain_authority",
  "tags",
  "notes",
  "pipeline",
  "purpose",
  "stage",
  "stage_key",
  "emails_sent",
  "max_per_deal",
  "days_since_last_mail",
  "days_since_last_reply",
  "last_reply",
  "suppressed",
  "brand",
  "sender_name",
  "company_description",
  "value_proposition",
  "style",
] as const;

export function factText(value: JsonValue | undefined): string {
  if (value === null || value === undefined || value === "") return t("deal:decisions.unknown");
  if (Array.isArray(value)) return value.length > 0 ? value.map(factText).join(", ") : t("none");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

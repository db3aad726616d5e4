// What kind of mailbox a brand has, and whether it is connected: what its settings and the names of its secrets say.

import type { BrandDetail } from "../../generated/BrandDetail";
import type { MailboxKind } from "../../generated/MailboxKind";
import type { SignIn } from "../../generated/SignIn";

export function settingOf(detail: BrandDetail, wanted: string): string {
  return detail.settings.find(({ key }) => key === wanted)?.value ?? "";
}

export function kindOf(detail: BrandDetail): MailboxKind {
  return settingOf(detail, "mailbox.kind") === "smtp_imap" ? "smtp_imap" : "zoho";
}

export function signInOf(detail: BrandDetail): SignIn {
  const saved = settingOf(detail, "mailbox.sign_in");
  return saved === "google" || saved === "microsoft" ? saved : "password";
}

const OF_ZOHO = ["zoho_client_id", "zoho_client_secret", "zoho_refresh_token"] as const;
const OF_PERMISSION = ["mail_client_id", "mail_refresh_token"] as const;
/** One of the two is enough: most mailboxes have one password for both. */
const OF_PASSWORD = ["imap_password", "smtp_password"] as const;

export type SecretLine = (typeof OF_ZOHO | typeof OF_PERMISSION)[number] | "mail_password";

/** What a connection of this kind consists of, and whether each part is there. */
export function secretsOf(detail: BrandDetail): { name: SecretLine; there: boolean }[] {
  const has = (name: string) => detail.secrets[name] ?? false;
  if (kindOf(detail) === "zoho") return OF_ZOHO.map((name) => ({ name, there: has(name) }));
  if (signInOf(detail) === "password") return [{ name: "mail_password", there: OF_PASSWORD.some(has) }];
  return OF_PERMISSION.map((name) => ({ name, there: has(name) }));
}

export function isConnected(detail: BrandDetail): boolean {
  const named = kindOf(detail) === "zoho" || settingOf(detail, "imap.host") !== "";
  return named && secretsOf(detail).every(({ there }) => there);
}

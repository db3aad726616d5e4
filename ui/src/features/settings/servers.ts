// The servers of a mailbox as they are typed: from what was found or saved, to what is asked for.

import type { BrandDetail } from "../../generated/BrandDetail";
import type { FoundServers } from "../../generated/FoundServers";
import type { MailServer } from "../../generated/MailServer";
import type { Security } from "../../generated/Security";
import type { SentCopy } from "../../generated/SentCopy";
import type { SignIn } from "../../generated/SignIn";
import { kindOf, settingOf } from "./connection";

export interface TypedServer {
  host: string;
  port: string;
  security: Security;
}

export interface Typed {
  imap: TypedServer;
  smtp: TypedServer;
  username: string;
  sent_copy: SentCopy;
}

export const SECURITIES = ["tls", "starttls", "plain"] as const satisfies readonly Security[];

/** The ports that servers usually have, by how the connection is kept private. */
export const PORTS = {
  imap: { tls: "993", starttls: "143", plain: "143" },
  smtp: { tls: "465", starttls: "587", plain: "25" },
} as const;

const NOTHING: Typed = {
  imap: { host: "", port: PORTS.imap.tls, security: "tls" },
  smtp: { host: "", port: PORTS.smtp.tls, security: "tls" },
  username: "",
  sent_copy: "append",
};

export function savedServers(detail: BrandDetail): Typed {
  if (kindOf(detail) === "zoho" || settingOf(detail, "imap.host") === "") return NOTHING;
  const server = (part: "imap" | "smtp"): TypedServer => ({
    host: settingOf(detail, `${part}.host`),
    port: settingOf(detail, `${part}.port`),
    security: SECURITIES.find((known) => known === settingOf(detail, `${part}.security`)) ?? "tls",
  });
  return {
    imap: server("imap"),
    smtp: server("smtp"),
    username: settingOf(detail, "mailbox.username"),
    sent_copy: settingOf(detail, "mailbox.sent_copy") === "server" ? "server" : "append",
  };
}

export function foundServers({ imap, smtp, username, sent_copy }: FoundServers): Typed {
  const typed = (server: MailServer): TypedServer => ({ ...server, port: String(server.port) });
  return { imap: typed(imap), smtp: typed(smtp), username, sent_copy };
}

/** Another kind of privacy brings its usual port along, unless somebody chose another one. */
export function withSecurity(part: "imap" | "smtp", server: TypedServer, security: Security): TypedServer {
  const isUsual = server.port === PORTS[part][server.security];
  return { ...server, security, port: isUsual ? PORTS[part][security] : server.port };
}

/** `null` while something is missing. */
export function asked(server: TypedServer): MailServer | null {
  const [host, port] = [server.host.trim(), Number(server.port)];
  const fits = host !== "" && Number.isInteger(port) && port > 0 && port < 65_536;
  return fits ? { host, port, security: server.security } : null;
}

/** How one may sign in: as the house says as long as these are its servers, else any way. */
export function waysOf(found: FoundServers | null, typed: Typed): readonly SignIn[] {
  const isTheirs = found && found.imap.host === typed.imap.host && found.smtp.host === typed.smtp.host;
  return isTheirs ? found.sign_in : ["password", "google", "microsoft"];
}

/** Hosts that only a look-up named and that nobody has typed over. */
export function strangersAmong(found: FoundServers | null, typed: Typed): string[] {
  const hosts = [typed.imap.host, typed.smtp.host];
  return found?.strangers.filter((stranger) => hosts.includes(stranger)) ?? [];
}

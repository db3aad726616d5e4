// How one signs in to a mailbox: with an app password, or by Google's or Microsoft's permission in the browser. All of it is kept, or nothing.

import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { Segments } from "../../components/choice";
import { Waiting } from "../../components/waiting";
import type { BrandConnectServers } from "../../generated/BrandConnectServers";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import type { MailboxFound } from "../../generated/MailboxFound";
import type { SignIn } from "../../generated/SignIn";
import { useTell } from "../../lib/ask";
import { openLink } from "../../lib/desktop";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { BrowserAnswer, useBrowserAnswer } from "./browser-answer";
import { SecretInput } from "./connect-parts";
import { kindOf, signInOf } from "./connection";
import { CopyLine } from "./copy-line";
import { asked, type Typed, waysOf } from "./servers";

interface Props {
  detail: BrandDetail;
  address: string;
  found: MailboxFound | null;
  typed: Typed;
  onConnected: (connected: Connected) => void;
}

/** Where a program is registered, and where the browser comes back to. */
const CONSOLES = {
  google: { console: "https://console.cloud.google.com/auth/clients", redirect: null },
  microsoft: {
    console: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    redirect: "http://localhost/callback",
  },
} as const;

export function SignInStep({ detail, address, found, typed, onConnected }: Props) {
  const ways = waysOf(found?.servers ?? null, typed);
  const saved = signInOf(detail);
  const [chosen, setChosen] = useState<SignIn | null>(null);
  const way = ways.find((one) => one === (chosen ?? saved)) ?? ways[0] ?? "password";
  const [imap, smtp] = [asked(typed.imap), asked(typed.smtp)];
  if (!imap || !smtp) return null;
  const username = typed.username.trim() || address.trim();
  const request: BrandConnectServers = {
    brand: detail.summary.slug,
    username,
    sign_in: way,
    password: "",
    smtp_password: "",
    client_id: "",
    client_secret: "",
    imap,
    smtp,
    sent_copy: typed.sent_copy,
  };
  return (
    <div className="settings-stack">
      {ways.length > 1 && (
        <Segments
          label={t("settings:servers.signInStep")}
          value={way}
          options={ways.map((value) => ({ value, label: t(`settings:servers.ways.${value}`) }))}
          onChange={setChosen}
        />
      )}
      {way === "password" ? (
        <ByPassword detail={detail} request={request} found={found} onConnected={onConnected} />
      ) : (
        <>
          {/* Where there is no password to make, the house's own word is about this way. */}
          {!ways.includes("password") && <House found={found} />}
          <ByPermission key={way} way={way} detail={detail} request={request} onConnected={onConnected} />
        </>
      )}
    </div>
  );
}

interface WayProps {
  detail: BrandDetail;
  request: BrandConnectServers;
  onConnected: (connected: Connected) => void;
}

function ByPassword({ detail, request, found, onConnected }: WayProps & { found: MailboxFound | null }) {
  const [password, setPassword] = useState("");
  const connect = useTell("brand_connect_servers", () => null);
  const kept =
    kindOf(detail) === "smtp_imap" && ((detail.secrets.imap_password || detail.secrets.smtp_password) ?? false);
  const send = () =>
    connect.mutate(
      { ...request, password },
      {
        onSuccess: (connected) => {
          setPassword("");
          onConnected(connected);
        },
      },
    );
  return (
    <form
      className="settings-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (kept || password) send();
      }}
    >
      {found?.servers ? <House found={found} /> : <p>{t("settings:servers.passwordHow")}</p>}
      <SecretInput
        label={t("settings:servers.password")}
        hint={t("settings:servers.passwordHint")}
        value={password}
        kept={kept}
        onType={setPassword}
      />
      <Foot
        isReady={kept || password !== ""}
        isPending={connect.isPending}
        error={connect.error?.message}
        act={t("settings:connect.act")}
      />
    </form>
  );
}

function ByPermission({ way, detail, request, onConnected }: WayProps & { way: "google" | "microsoft" }) {
  const [client, setClient] = useState({ client_id: "", client_secret: "" });
  const begin = useTell("brand_connect_permission", () => null);
  const browser = useBrowserAnswer(request.brand, onConnected);
  const kept = signInOf(detail) === way && (detail.secrets.mail_client_id ?? false);
  const { console, redirect } = CONSOLES[way];
  // Microsoft's public clients have no secret.
  const isReady = kept || (client.client_id.trim() !== "" && (way === "microsoft" || client.client_secret !== ""));
  const start = () =>
    begin.mutate(
      { ...request, ...client },
      {
        onSuccess: (page) => {
          setClient({ client_id: "", client_secret: "" });
          browser.wait(page);
        },
      },
    );
  if (browser.page) return <BrowserAnswer page={browser.page} error={browser.error} stop={browser.stop} />;
  return (
    <form
      className="settings-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) start();
      }}
    >
      <p>{t(`settings:servers.clientHow.${way}`)}</p>
      <CopyLine text={console} opens />
      {redirect && (
        <>
          <p>{t("settings:servers.redirect")}</p>
          <CopyLine text={redirect} />
        </>
      )}
      <SecretInput
        label={t("settings:connect.clientId")}
        value={client.client_id}
        kept={kept}
        onType={(client_id) => setClient({ ...client, client_id })}
      />
      <SecretInput
        label={t("settings:connect.clientSecret")}
        {...(way === "microsoft" ? { hint: t("settings:servers.noSecret") } : {})}
        value={client.client_secret}
        kept={kept}
        onType={(client_secret) => setClient({ ...client, client_secret })}
      />
      <Foot
        isReady={isReady}
        isPending={begin.isPending}
        error={begin.error?.message}
        act={t(`settings:servers.openPage.${way}`)}
      />
    </form>
  );
}

interface FootProps {
  isReady: boolean;
  isPending: boolean;
  error: string | undefined;
  act: string;
}

function Foot({ isReady, isPending, error, act }: FootProps) {
  return (
    <>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="row">
        <button type="submit" className="button button-primary" disabled={!isReady || isPending}>
          {act}
        </button>
        {isPending && <Waiting what={t("settings:servers.trying")} />}
      </div>
      <p className="field-hint">{t("settings:connect.safe")}</p>
    </>
  );
}

/** What to do first at the house that was found, and where. */
function House({ found }: { found: MailboxFound | null }) {
  if (!found?.servers) return null;
  const { help, link } = found;
  async function open(page: string): Promise<void> {
    if (!(await openLink(page))) say(t("settings:openByHand"), "warn");
  }
  return (
    <>
      <p>{help}</p>
      {link && (
        <button type="button" className="button settings-link" title={link} onClick={() => void open(link)}>
          <ExternalLink size={13} aria-hidden="true" />
          {t("settings:servers.openHouse")}
        </button>
      )}
    </>
  );
}

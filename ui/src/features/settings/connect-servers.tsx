// Connecting any mailbox that speaks IMAP and SMTP: its address, its servers, and how one signs in. What was found is a suggestion.

import { useState } from "react";
import { Field } from "../../components/field";
import { Waiting } from "../../components/waiting";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import type { MailboxFound } from "../../generated/MailboxFound";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { kindOf, settingOf } from "./connection";
import { asked, foundServers, savedServers, strangersAmong, type Typed } from "./servers";
import { ServersByHand } from "./servers-by-hand";
import { SignInStep } from "./sign-in";
import { Steps } from "./steps";

interface Props {
  detail: BrandDetail;
  onConnected: (connected: Connected) => void;
}

export function ConnectServers({ detail, onConnected }: Props) {
  const saved = kindOf(detail) === "smtp_imap" ? settingOf(detail, "mailbox.username") : "";
  const [address, setAddress] = useState(saved.includes("@") ? saved : detail.summary.from_email);
  const [at, setAt] = useState(0);
  const [found, setFound] = useState<MailboxFound | null>(null);
  const [typed, setTyped] = useState(() => savedServers(detail));
  const [confirmed, setConfirmed] = useState(false);
  const find = useTell("mailbox_find", () => null);
  const strangers = strangersAmong(found?.servers ?? null, typed);
  const isReady = asked(typed.imap) && asked(typed.smtp) && (strangers.length === 0 || confirmed);
  const look = () =>
    find.mutate(
      { brand: detail.summary.slug, address },
      {
        onSuccess: (next) => {
          setFound(next);
          setConfirmed(false);
          if (next.servers) setTyped(foundServers(next.servers));
          setAt(1);
        },
      },
    );
  const change = (next: Typed) => {
    setTyped(next);
    setConfirmed(false);
  };
  return (
    <Steps
      at={at}
      onGo={setAt}
      steps={[
        {
          key: "address",
          title: t("settings:servers.addressStep"),
          chosen: address,
          body: (
            <form
              className="settings-stack"
              onSubmit={(event) => {
                event.preventDefault();
                look();
              }}
            >
              <Field
                label={t("settings:servers.address")}
                hint={t("settings:servers.addressHint")}
                error={find.error?.message}
              >
                {(ids) => (
                  <span className="settings-line">
                    <input
                      {...ids}
                      className="input"
                      inputMode="email"
                      spellCheck={false}
                      autoComplete="off"
                      value={address}
                      onChange={(event) => setAddress(event.target.value)}
                    />
                    <button
                      type="submit"
                      className="button button-primary"
                      disabled={!address.trim() || find.isPending}
                    >
                      {t("settings:servers.find")}
                    </button>
                  </span>
                )}
              </Field>
              {find.isPending ? (
                <Waiting what={t("settings:servers.finding")} />
              ) : (
                <button type="button" className="link-button settings-link" onClick={() => setAt(1)}>
                  {t("settings:servers.known")}
                </button>
              )}
            </form>
          ),
        },
        {
          key: "servers",
          title: t("settings:servers.serversStep"),
          chosen: `${typed.imap.host}, ${typed.smtp.host}`,
          isReady: Boolean(isReady),
          body: (
            <>
              <WhatWasFound found={found} />
              {strangers.length > 0 && (
                <label className="choose-line">
                  <input type="checkbox" checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)} />
                  {t("settings:servers.confirm", { address, hosts: strangers.join(", ") })}
                </label>
              )}
              <ServersByHand typed={typed} open={!found?.servers} onChange={change} />
            </>
          ),
          onNext: () => setAt(2),
        },
        {
          key: "sign-in",
          title: t("settings:servers.signInStep"),
          body: <SignInStep detail={detail} address={address} found={found} typed={typed} onConnected={onConnected} />,
        },
      ]}
    />
  );
}

function WhatWasFound({ found }: { found: MailboxFound | null }) {
  if (!found) return null;
  if (!found.servers) return <p className="warn">{found.help}</p>;
  const { house, imap, smtp } = found.servers;
  const hosts = imap.host === smtp.host ? imap.host : `${imap.host}, ${smtp.host}`;
  return (
    <p role="status">
      <b>{house}</b>: {hosts}
    </p>
  );
}

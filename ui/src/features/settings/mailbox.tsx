// A brand's mailbox: whether it is connected, three ways to connect it, and a test mail.

import { useState } from "react";
import { Tag } from "../../components/tag";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { ConnectInBrowser } from "./connect-browser";
import { ConnectByCode } from "./connect-code";
import { ConnectFromEnv } from "./connect-env";
import { centreLabel } from "./connect-parts";
import { Part } from "./fields";
import { TestMail } from "./test-mail";
import { dataCentreNamed } from "./zoho";

const SECRETS = ["zoho_client_id", "zoho_client_secret", "zoho_refresh_token"] as const;
const WAYS = ["code", "browser", "env"] as const;
type Way = (typeof WAYS)[number];

const CONNECT = { code: ConnectByCode, browser: ConnectInBrowser, env: ConnectFromEnv };

export function MailboxSection({ detail }: { detail: BrandDetail }) {
  const isConnected = SECRETS.every((name) => detail.secrets[name]);
  const [way, setWay] = useState<Way | null>(null);
  const [connected, setConnected] = useState<Connected | null>(null);
  const asking = !isConnected || way !== null;
  const Ways = way && CONNECT[way];
  const done = (next: Connected) => {
    setConnected(next);
    setWay(null);
  };
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:mailbox.title")} about={t("settings:mailbox.about")}>
        <StatusOfSecrets detail={detail} />
        {connected && <Answered connected={connected} detail={detail} />}
        {isConnected && !asking && (
          <button type="button" className="button settings-link" onClick={() => setWay("code")}>
            {t("settings:mailbox.again")}
          </button>
        )}
      </Part>
      {asking && (
        <Part title={t("settings:connect.title")} about={t("settings:connect.about")}>
          <div className="ways" role="radiogroup" aria-label={t("settings:connect.title")}>
            {WAYS.map((one) => (
              <label key={one} className="way">
                <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />
                <span>
                  <b>{t(`settings:connect.ways.${one}`)}</b>
                  <span className="muted">{t(`settings:connect.waysAbout.${one}`)}</span>
                </span>
              </label>
            ))}
          </div>
          {Ways && <Ways key={way} detail={detail} onConnected={done} />}
          {isConnected && (
            <button type="button" className="link-button settings-link" onClick={() => setWay(null)}>
              {t("cancel")}
            </button>
          )}
        </Part>
      )}
      {isConnected && !asking && (
        <Part title={t("settings:test.title")} about={t("settings:test.about")}>
          <TestMail key={detail.summary.slug} detail={detail} />
        </Part>
      )}
    </div>
  );
}

function StatusOfSecrets({ detail }: { detail: BrandDetail }) {
  const value = (wanted: string) => detail.settings.find(({ key }) => key === wanted)?.value ?? "";
  const isSandbox = value("zoho.mail_url") !== "";
  const account = value("zoho.account_id");
  return (
    <dl className="facts">
      {SECRETS.map((name) => (
        <div key={name} className="fact">
          <dt>{t(`settings:mailbox.secrets.${name}`)}</dt>
          <dd>
            <Tag tone={detail.secrets[name] ? "good" : "warn"}>
              {t(detail.secrets[name] ? "settings:secretThere" : "settings:secretMissing")}
            </Tag>
          </dd>
        </div>
      ))}
      <div className="fact">
        <dt>{t("settings:connect.centre")}</dt>
        <dd>{isSandbox ? t("settings:mailbox.sandbox") : centreLabel(dataCentreNamed(value("zoho.data_centre")))}</dd>
      </div>
      <div className="fact">
        <dt>{t("settings:mailbox.account")}</dt>
        <dd>{account || t("none")}</dd>
      </div>
    </dl>
  );
}

function Answered({ connected, detail }: { connected: Connected; detail: BrandDetail }) {
  const { slug, name, from_email, paused } = detail.summary;
  const resume = useTell("brand_resume", ({ done }) => done);
  return (
    <div className="answered" role="status">
      <p className="good">
        {t("settings:mailbox.answered", { address: connected.address, place: connected.secrets_in })}
      </p>
      {!connected.may_send_as_brand && (
        <p className="warn">
          {t("settings:mailbox.mayNot", { from: from_email, others: connected.send_as.join(", ") })}
        </p>
      )}
      {paused && (
        <p>
          {t("settings:mailbox.stillPaused", { brand: name, why: paused.reason })}{" "}
          <button type="button" className="button" onClick={() => resume.mutate({ brand: slug })}>
            {t("settings:autonomy.resume", { brand: name })}
          </button>
        </p>
      )}
    </div>
  );
}

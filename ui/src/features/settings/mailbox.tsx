// A brand's mailbox: whether it is connected, the ways to connect it, its other addresses, and a test mail.

import { type ComponentType, type ReactNode, useState } from "react";
import { Tag } from "../../components/tag";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { ConnectInBrowser } from "./connect-browser";
import { ConnectByCode } from "./connect-code";
import { ConnectFromEnv } from "./connect-env";
import { centreLabel } from "./connect-parts";
import { ConnectServers } from "./connect-servers";
import { isConnected, kindOf, secretsOf, settingOf, signInOf } from "./connection";
import { LineSetting, Part, SaveBar } from "./fields";
import { useForm } from "./form";
import { KEYS } from "./sections";
import { TestMail } from "./test-mail";
import { dataCentreNamed } from "./zoho";

const SOURCES = ["zoho", "servers", "env"] as const;
type Source = (typeof SOURCES)[number];

interface ConnectProps {
  detail: BrandDetail;
  onConnected: (connected: Connected) => void;
}

const CONNECT: Record<Source, ComponentType<ConnectProps>> = {
  zoho: ConnectZoho,
  servers: ConnectServers,
  env: ConnectFromEnv,
};

export function MailboxSection({ detail }: { detail: BrandDetail }) {
  const connectedNow = isConnected(detail);
  const form = useForm(detail, KEYS.mailbox);
  const [source, setSource] = useState<Source | null>(null);
  const [connected, setConnected] = useState<Connected | null>(null);
  const asking = !connectedNow || source !== null;
  const Connect = source && CONNECT[source];
  const done = (next: Connected) => {
    setConnected(next);
    setSource(null);
  };
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:mailbox.title")} about={t("settings:mailbox.about")}>
        {secretsOf(detail).some(({ there }) => there) && <Facts detail={detail} />}
        {connected && <Answered connected={connected} detail={detail} />}
        {!asking && (
          <button
            type="button"
            className="button settings-link"
            onClick={() => setSource(kindOf(detail) === "zoho" ? "zoho" : "servers")}
          >
            {t("settings:mailbox.again")}
          </button>
        )}
      </Part>
      {asking && (
        <Part title={t("settings:connect.title")} about={t("settings:connect.about")}>
          <Ways
            label={t("settings:connect.title")}
            name="source"
            ways={SOURCES.map((value) => ({
              value,
              title: t(`settings:connect.sources.${value}`),
              about: t(`settings:connect.sourcesAbout.${value}`),
            }))}
            chosen={source}
            onChoose={setSource}
          />
          {Connect && <Connect key={source} detail={detail} onConnected={done} />}
          {connectedNow && (
            <button type="button" className="link-button settings-link" onClick={() => setSource(null)}>
              {t("cancel")}
            </button>
          )}
        </Part>
      )}
      {connectedNow && !asking && (
        <>
          <Part title={t("settings:aliases.title")} about={t("settings:aliases.about")}>
            <LineSetting
              form={form}
              name="mailbox.aliases"
              label={t("settings:aliases.label")}
              hint={t("settings:aliases.hint")}
            />
          </Part>
          <Part title={t("settings:test.title")} about={t("settings:test.about")}>
            <TestMail key={detail.summary.slug} detail={detail} />
          </Part>
          <SaveBar form={form} />
        </>
      )}
    </div>
  );
}

const WAYS = ["code", "browser"] as const;

function ConnectZoho(props: ConnectProps) {
  const [way, setWay] = useState<(typeof WAYS)[number]>("code");
  return (
    <>
      <Ways
        label={t("settings:connect.how")}
        name="way"
        ways={WAYS.map((value) => ({
          value,
          title: t(`settings:connect.ways.${value}`),
          about: t(`settings:connect.waysAbout.${value}`),
        }))}
        chosen={way}
        onChoose={setWay}
      />
      {way === "code" && <ConnectByCode {...props} />}
      {way === "browser" && <ConnectInBrowser {...props} />}
    </>
  );
}

interface WaysProps<V extends string> {
  label: string;
  name: string;
  ways: readonly { value: V; title: string; about: string }[];
  chosen: V | null;
  onChoose: (value: V) => void;
}

function Ways<V extends string>({ label, name, ways, chosen, onChoose }: WaysProps<V>) {
  return (
    <div className="ways" role="radiogroup" aria-label={label}>
      {ways.map(({ value, title, about }) => (
        <label key={value} className="way">
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>
            <b>{title}</b>
            <span className="muted">{about}</span>
          </span>
        </label>
      ))}
    </div>
  );
}

function Facts({ detail }: { detail: BrandDetail }) {
  return (
    <dl className="facts">
      <Fact name={t("settings:mailbox.kind")}>{t(`settings:mailbox.kinds.${kindOf(detail)}`)}</Fact>
      {kindOf(detail) === "zoho" ? <OfZoho detail={detail} /> : <OfServers detail={detail} />}
      {secretsOf(detail).map(({ name, there }) => (
        <Fact key={name} name={t(`settings:mailbox.secrets.${name}`)}>
          <Tag tone={there ? "good" : "warn"}>{t(there ? "settings:secretThere" : "settings:secretMissing")}</Tag>
        </Fact>
      ))}
    </dl>
  );
}

function OfZoho({ detail }: { detail: BrandDetail }) {
  const isSandbox = settingOf(detail, "zoho.mail_url") !== "";
  const centre = centreLabel(dataCentreNamed(settingOf(detail, "zoho.data_centre")));
  return (
    <>
      <Fact name={t("settings:connect.centre")}>{isSandbox ? t("settings:mailbox.sandbox") : centre}</Fact>
      <Fact name={t("settings:mailbox.account")}>{settingOf(detail, "zoho.account_id") || t("none")}</Fact>
    </>
  );
}

function OfServers({ detail }: { detail: BrandDetail }) {
  const server = (part: "imap" | "smtp") => {
    const host = settingOf(detail, `${part}.host`);
    return host ? `${host}, ${settingOf(detail, `${part}.port`)}` : t("none");
  };
  return (
    <>
      <Fact name={t("settings:servers.imap")}>{server("imap")}</Fact>
      <Fact name={t("settings:servers.smtp")}>{server("smtp")}</Fact>
      <Fact name={t("settings:mailbox.account")}>
        {settingOf(detail, "mailbox.username") || detail.summary.from_email}
      </Fact>
      <Fact name={t("settings:servers.signInStep")}>{t(`settings:servers.ways.${signInOf(detail)}`)}</Fact>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
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

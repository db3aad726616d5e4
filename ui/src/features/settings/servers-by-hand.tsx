// Servers by hand: folded away and filled from what was found; open where nothing was.

import { Choice } from "../../components/choice";
import { Field } from "../../components/field";
import type { SentCopy } from "../../generated/SentCopy";
import { t } from "../../lib/i18n";
import { SECURITIES, type Typed, type TypedServer, withSecurity } from "./servers";

interface Props {
  typed: Typed;
  open: boolean;
  onChange: (typed: Typed) => void;
}

const COPIES = ["append", "server"] as const satisfies readonly SentCopy[];

export function ServersByHand({ typed, open, onChange }: Props) {
  return (
    <details className="by-hand" open={open}>
      <summary>{t("settings:servers.byHand")}</summary>
      <div className="settings-stack">
        <OneServer part="imap" server={typed.imap} onChange={(imap) => onChange({ ...typed, imap })} />
        <OneServer part="smtp" server={typed.smtp} onChange={(smtp) => onChange({ ...typed, smtp })} />
        <Field label={t("settings:servers.username")} hint={t("settings:servers.usernameHint")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              spellCheck={false}
              autoComplete="off"
              value={typed.username}
              onChange={(event) => onChange({ ...typed, username: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("settings:servers.sentCopy")} hint={t("settings:servers.sentCopyHint")}>
          {({ id }) => (
            <Choice
              id={id}
              label={t("settings:servers.sentCopy")}
              value={typed.sent_copy}
              options={COPIES.map((value) => ({ value, label: t(`settings:servers.sentCopies.${value}`) }))}
              onChange={(sent_copy) => onChange({ ...typed, sent_copy })}
            />
          )}
        </Field>
      </div>
    </details>
  );
}

interface ServerProps {
  part: "imap" | "smtp";
  server: TypedServer;
  onChange: (server: TypedServer) => void;
}

function OneServer({ part, server, onChange }: ServerProps) {
  return (
    <div className="one-server">
      <Field label={t(`settings:servers.${part}`)}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            spellCheck={false}
            autoComplete="off"
            placeholder={`${part}.example.com`}
            value={server.host}
            onChange={(event) => onChange({ ...server, host: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t("settings:servers.port")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            inputMode="numeric"
            autoComplete="off"
            value={server.port}
            onChange={(event) => onChange({ ...server, port: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t("settings:servers.security")}>
        {({ id }) => (
          <Choice
            id={id}
            label={t("settings:servers.security")}
            value={server.security}
            options={SECURITIES.map((value) => ({ value, label: t(`settings:servers.securities.${value}`) }))}
            onChange={(security) => onChange(withSecurity(part, server, security))}
          />
        )}
      </Field>
    </div>
  );
}

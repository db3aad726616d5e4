// Connecting by a code: a Self Client in Zoho's console, four permissions, and what the console shows pasted here.

import { useState } from "react";
import { Waiting } from "../../components/waiting";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { CentreChoice, centreLabel, ScopeLine, Scopes, SecretInput } from "./connect-parts";
import { CopyLine } from "./copy-line";
import { Steps } from "./steps";
import { consoleOf, dataCentreNamed } from "./zoho";

interface Props {
  detail: BrandDetail;
  onConnected: (connected: Connected) => void;
}

const EMPTY = { client_id: "", client_secret: "", code: "" };

export function ConnectByCode({ detail, onConnected }: Props) {
  const saved = detail.settings.find(({ key }) => key === "zoho.data_centre")?.value ?? "com";
  const [centre, setCentre] = useState(dataCentreNamed(saved));
  const [at, setAt] = useState(0);
  const [typed, setTyped] = useState(EMPTY);
  const connect = useTell("brand_connect_code", () => null);
  const kept = (detail.secrets.zoho_client_id && detail.secrets.zoho_client_secret) ?? false;
  const isReady = typed.code.trim() !== "" && (kept || (typed.client_id.trim() !== "" && typed.client_secret !== ""));
  const send = () => {
    const args = { brand: detail.summary.slug, data_centre: centre, ...typed };
    connect.mutate(args, {
      onSuccess: (connected) => {
        setTyped(EMPTY);
        onConnected(connected);
      },
    });
  };
  return (
    <Steps
      at={at}
      onGo={setAt}
      steps={[
        {
          key: "centre",
          title: t("settings:connect.whereStep"),
          chosen: centreLabel(centre),
          body: <CentreChoice centre={centre} onChoose={setCentre} />,
          onNext: () => setAt(1),
        },
        {
          key: "client",
          title: t("settings:connect.clientStep"),
          body: (
            <>
              <p>{t("settings:connect.clientHow")}</p>
              <CopyLine text={consoleOf(centre)} opens />
            </>
          ),
          onNext: () => setAt(2),
        },
        {
          key: "scopes",
          title: t("settings:connect.scopesStep"),
          body: (
            <>
              <p>{t("settings:connect.scopesHow")}</p>
              <ScopeLine />
              <Scopes />
            </>
          ),
          onNext: () => setAt(3),
        },
        {
          key: "paste",
          title: t("settings:connect.pasteStep"),
          body: (
            <form
              className="settings-stack"
              onSubmit={(event) => {
                event.preventDefault();
                if (isReady) send();
              }}
            >
              <SecretInput
                label={t("settings:connect.clientId")}
                value={typed.client_id}
                kept={kept}
                onType={(client_id) => setTyped({ ...typed, client_id })}
              />
              <SecretInput
                label={t("settings:connect.clientSecret")}
                value={typed.client_secret}
                kept={kept}
                onType={(client_secret) => setTyped({ ...typed, client_secret })}
              />
              <SecretInput
                label={t("settings:connect.code")}
                hint={t("settings:connect.codeHint")}
                value={typed.code}
                onType={(code) => setTyped({ ...typed, code })}
              />
              {connect.error && (
                <p className="field-error" role="alert">
                  {connect.error.message}
                </p>
              )}
              <div className="row">
                <button type="submit" className="button button-primary" disabled={!isReady || connect.isPending}>
                  {t("settings:connect.act")}
                </button>
                {connect.isPending && <Waiting what={t("settings:connect.trying")} />}
              </div>
              <p className="field-hint">{t("settings:connect.safe")}</p>
            </form>
          ),
        },
      ]}
    />
  );
}

// Connecting in the browser: a client with our addresses on this machine, Zoho's own question, and the browser coming back.

import { useState } from "react";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { BrowserAnswer, useBrowserAnswer } from "./browser-answer";
import { CentreChoice, centreLabel, Scopes, SecretInput } from "./connect-parts";
import { CopyLine } from "./copy-line";
import { Steps } from "./steps";
import { consoleOf, dataCentreNamed, REDIRECTS } from "./zoho";

interface Props {
  detail: BrandDetail;
  onConnected: (connected: Connected) => void;
}

const EMPTY = { client_id: "", client_secret: "" };

export function ConnectInBrowser({ detail, onConnected }: Props) {
  const { slug: brand } = detail.summary;
  const saved = detail.settings.find(({ key }) => key === "zoho.data_centre")?.value ?? "com";
  const [centre, setCentre] = useState(dataCentreNamed(saved));
  const [at, setAt] = useState(0);
  const [typed, setTyped] = useState(EMPTY);
  const kept = (detail.secrets.zoho_client_id && detail.secrets.zoho_client_secret) ?? false;
  const begin = useTell("brand_connect_browser", () => null);
  const browser = useBrowserAnswer(brand, onConnected);
  const isReady = kept || (typed.client_id.trim() !== "" && typed.client_secret !== "");
  const start = () =>
    begin.mutate(
      { brand, data_centre: centre, ...typed },
      {
        onSuccess: (next) => {
          setTyped(EMPTY);
          browser.wait(next);
        },
      },
    );
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
          title: t("settings:connect.serverStep"),
          body: (
            <>
              <p>{t("settings:connect.serverHow")}</p>
              <CopyLine text={consoleOf(centre)} opens />
              <p>{t("settings:connect.redirects")}</p>
              {REDIRECTS.map((redirect) => (
                <CopyLine key={redirect} text={redirect} />
              ))}
            </>
          ),
          onNext: () => setAt(2),
        },
        {
          key: "allow",
          title: t("settings:connect.allowStep"),
          body: browser.page ? (
            <BrowserAnswer page={browser.page} error={browser.error} stop={browser.stop} />
          ) : (
            <>
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
              <p>{t("settings:connect.willAsk")}</p>
              <Scopes />
              {begin.error && (
                <p className="field-error" role="alert">
                  {begin.error.message}
                </p>
              )}
              <button
                type="button"
                className="button button-primary"
                disabled={!isReady || begin.isPending}
                onClick={start}
              >
                {t("settings:connect.openPage")}
              </button>
            </>
          ),
        },
      ]}
    />
  );
}

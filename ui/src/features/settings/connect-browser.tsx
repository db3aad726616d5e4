// Connecting in the browser: a client with our addresses on this machine, Zoho's own question, and the browser coming back.

import { useEffect, useRef, useState } from "react";
import { Waiting } from "../../components/waiting";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import type { ConsentPage } from "../../generated/ConsentPage";
import { useBackend, useTell } from "../../lib/ask";
import { openLink } from "../../lib/desktop";
import { t } from "../../lib/i18n";
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
  const backend = useBackend();
  const { slug: brand } = detail.summary;
  const saved = detail.settings.find(({ key }) => key === "zoho.data_centre")?.value ?? "com";
  const [centre, setCentre] = useState(dataCentreNamed(saved));
  const [at, setAt] = useState(0);
  const [typed, setTyped] = useState(EMPTY);
  const [page, setPage] = useState<ConsentPage | null>(null);
  const kept = (detail.secrets.zoho_client_id && detail.secrets.zoho_client_secret) ?? false;
  const begin = useTell("brand_connect_browser", () => null);
  const wait = useTell("brand_connect_wait", () => null);
  const isWaiting = useRef(false);
  isWaiting.current = wait.isPending;
  const stopped = useTell("brand_connect_stop", () => null);
  const stop = () => {
    if (wait.isPending) stopped.mutate({ brand });
    setPage(null);
  };
  // Whoever leaves the page does not want the answer any more.
  useEffect(() => {
    return () => {
      if (isWaiting.current) void backend.call("brand_connect_stop", { brand }).catch(() => undefined);
    };
  }, [backend, brand]);
  const isReady = kept || (typed.client_id.trim() !== "" && typed.client_secret !== "");
  const start = () =>
    begin.mutate(
      { brand, data_centre: centre, ...typed },
      {
        onSuccess: (next) => {
          setTyped(EMPTY);
          setPage(next);
          wait.mutate({ brand }, { onSuccess: onConnected });
          void openLink(next.page);
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
          body: page ? (
            <Answer page={page} error={wait.error?.message} onStop={stop} />
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

function Answer({ page, error, onStop }: { page: ConsentPage; error: string | undefined; onStop: () => void }) {
  return (
    <>
      <p>{t("settings:connect.inBrowser")}</p>
      <CopyLine text={page.page} opens />
      {error ? (
        <p className="field-error" role="alert">
          {error}{" "}
          <button type="button" className="link-button" onClick={onStop}>
            {t("retry")}
          </button>
        </p>
      ) : (
        <Waiting what={t("settings:connect.waiting")} onStop={onStop} />
      )}
    </>
  );
}

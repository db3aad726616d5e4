// Waiting for the mailbox's owner to answer in the browser: Zoho's question, Google's or Microsoft's. Whoever leaves the page gives it up.

import { useEffect, useRef, useState } from "react";
import { Waiting } from "../../components/waiting";
import type { Connected } from "../../generated/Connected";
import type { ConsentPage } from "../../generated/ConsentPage";
import { useBackend, useTell } from "../../lib/ask";
import { openLink } from "../../lib/desktop";
import { t } from "../../lib/i18n";
import { CopyLine } from "./copy-line";

interface Waited {
  /** The page that was opened; `null` while nothing is waited for. */
  page: ConsentPage | null;
  error: string | undefined;
  wait: (page: ConsentPage) => void;
  stop: () => void;
}

export function useBrowserAnswer(brand: string, onConnected: (connected: Connected) => void): Waited {
  const backend = useBackend();
  const [page, setPage] = useState<ConsentPage | null>(null);
  const answer = useTell("brand_connect_wait", () => null);
  const stopped = useTell("brand_connect_stop", () => null);
  const isWaiting = useRef(false);
  isWaiting.current = answer.isPending;
  // Whoever leaves the page does not want the answer any more.
  useEffect(() => {
    return () => {
      if (isWaiting.current) void backend.call("brand_connect_stop", { brand }).catch(() => undefined);
    };
  }, [backend, brand]);
  return {
    page,
    error: answer.error?.message,
    wait: (next) => {
      setPage(next);
      answer.mutate({ brand }, { onSuccess: onConnected });
      void openLink(next.page);
    },
    stop: () => {
      if (answer.isPending) stopped.mutate({ brand });
      setPage(null);
    },
  };
}

export function BrowserAnswer({
  page,
  error,
  stop,
}: {
  page: ConsentPage;
  error: string | undefined;
  stop: () => void;
}) {
  return (
    <>
      <p>{t("settings:connect.inBrowser")}</p>
      <CopyLine text={page.page} opens />
      {error ? (
        <p className="field-error" role="alert">
          {error}{" "}
          <button type="button" className="link-button" onClick={stop}>
            {t("retry")}
          </button>
        </p>
      ) : (
        <Waiting what={t("settings:connect.waiting")} onStop={stop} />
      )}
    </>
  );
}

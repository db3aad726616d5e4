// A stranger's link: never followed at once. The whole address is shown first, and where it really leads.

import { createContext, type ReactNode, use, useState } from "react";
import { hostOf, pretends } from "../lib/addresses";
import { openLink } from "../lib/desktop";
import { t } from "../lib/i18n";
import { say } from "../lib/say";
import { Confirm } from "./dialog";
import "./careful-link.css";

interface Asked {
  said: string;
  address: string;
}

const AskContext = createContext<(asked: Asked) => void>(() => undefined);

/** Asks before any link inside of it is opened. */
export function CarefulLinks({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const host = asked ? hostOf(asked.address) : null;
  const open = async () => {
    if (asked && !(await openLink(asked.address))) say(t("link.failed"), "warn");
  };
  return (
    <AskContext value={setAsked}>
      {children}
      <Confirm
        title={t("link.title")}
        act={t("link.open", { host: host ?? "" })}
        open={asked !== null && host !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => void open()}
      >
        {asked && (
          <>
            <p>
              {t("link.leadsTo")} <b className="link-host">{host}</b>
            </p>
            {pretends(asked.said, asked.address) && (
              <p className="link-warning" role="alert">
                {t("link.pretends", { said: asked.said })}
              </p>
            )}
            <code className="link-address">{asked.address}</code>
            <p className="faint">{t("link.why")}</p>
          </>
        )}
      </Confirm>
    </AskContext>
  );
}

/** Looks like a link; only asks. */
export function CarefulLink({ said, address, children }: Asked & { children: ReactNode }) {
  const ask = use(AskContext);
  return (
    <button type="button" className="careful-link" title={address} onClick={() => ask({ said, address })}>
      {children}
    </button>
  );
}

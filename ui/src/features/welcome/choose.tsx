// The first question: look at a demonstration, or begin with one's own people.

import { ArrowRight, Play } from "lucide-react";
import { useState } from "react";
import { Command } from "../../components/states";
import { openDemo } from "../../lib/desktop";
import { t } from "../../lib/i18n";
import { goTo } from "./progress";

export function Choose() {
  const [demo, setDemo] = useState<"not asked" | "opened" | "by hand">("not asked");
  return (
    <>
      <div className="choices">
        <button type="button" className="choice-card" onClick={() => goTo("brand")}>
          <b>
            {t("welcome:own")} <ArrowRight size={14} aria-hidden="true" />
          </b>
          <span className="muted">{t("welcome:ownAbout")}</span>
        </button>
        <button
          type="button"
          className="choice-card"
          onClick={() => void openDemo().then((opened) => setDemo(opened ? "opened" : "by hand"))}
        >
          <b>
            {t("welcome:demo")} <Play size={13} aria-hidden="true" />
          </b>
          <span className="muted">{t("welcome:demoAbout")}</span>
        </button>
      </div>
      <div role="status" className="choose-said">
        {demo === "opened" && <p>{t("welcome:demoOpened")}</p>}
        {demo === "by hand" && (
          <>
            <p>{t("welcome:demoByHand")}</p>
            <Command words={["crm-autopilot", "--demo"]} />
          </>
        )}
      </div>
      <ul className="promises">
        {(["local", "approve", "stop"] as const).map((promise) => (
          <li key={promise}>
            <b>{t(`welcome:promises.${promise}`)}</b>
            <span className="muted">{t(`welcome:promises.${promise}About`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

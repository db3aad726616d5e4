// The last two steps: people come in, and the first mail is approved.

import { Link } from "@tanstack/react-router";
import { Command } from "../../components/states";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

export function ImportStep({ imported, brand }: { imported: number; brand: string }) {
  return (
    <div className="guide-stack">
      {imported > 0 && <p className="good">{t("welcome:imported", { count: imported })}</p>}
      <Link to="/import" className="button button-primary">
        {t(imported > 0 ? "welcome:importMore" : "welcome:importNow")}
      </Link>
      <p className="muted">{t("welcome:importFormat")}</p>
      <pre className="guide-sample">{`email,name,company,website\nsarah@cafe.com,Sarah Jones,Local Cafe,https://localcafe.com`}</pre>
      <p className="muted">{t("welcome:importCommand")}</p>
      <Command words={["autopilot", "import", "list.csv", "--brand", brand, "--create-deals", "--pipeline", "sales"]} />
    </div>
  );
}

export function ReviewStep({ waiting, imported }: { waiting: number; imported: number }) {
  const write = useTell("run_task", (run) => run.error ?? t("welcome:wrote", { count: run.counts.send_email ?? 0 }));
  return (
    <div className="guide-stack">
      {waiting > 0 ? (
        <>
          <p className="good">{t("welcome:waiting", { count: waiting })}</p>
          <Link to="/review" className="button button-primary">
            {t("welcome:reviewNow")}
          </Link>
        </>
      ) : (
        <>
          <p className="muted">{t(imported > 0 ? "welcome:noneYet" : "welcome:nobodyYet")}</p>
          <button
            type="button"
            className="button button-primary"
            disabled={write.isPending || imported === 0}
            onClick={() => write.mutate({ task: "process_pending_deals", brand: null, deal: null })}
          >
            {t(write.isPending ? "welcome:writing" : "welcome:writeNow")}
          </button>
        </>
      )}
      <p className="muted">{t("welcome:keys")}</p>
      <p className="guide-keys">
        <kbd>A</kbd> {t("welcome:keyApprove")} <kbd>J</kbd> {t("welcome:keyNext")} <kbd>?</kbd> {t("welcome:keyHelp")}
      </p>
    </div>
  );
}

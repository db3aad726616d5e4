// After the last mail: what this place is for, and what happens next and when.

import { Link } from "@tanstack/react-router";
import { Empty } from "../../components/states";
import { useNow } from "../../lib/ask";
import { upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandInScope, useStatus } from "../../lib/known";

export function Nothing() {
  const now = useNow();
  const status = useStatus();
  const brand = useBrandInScope();
  const brands = brand ? [brand] : status.brands;
  const queued = brands.reduce((sum, one) => sum + one.queued, 0);
  const sends = brands.flatMap((one) => (one.next_send_at === null ? [] : [one.next_send_at]));
  const decides = status.tasks.find((task) => task.name === "process_pending_deals");
  const alone = brands.filter((one) => one.autonomy === "autopilot");
  const next = decides?.next_run_at ?? null;
  return (
    <Empty title={t("review:empty.title")}>
      <p>{t("review:empty.why")}</p>
      {status.paused && <p className="warn">{t("review:empty.paused")}</p>}
      {queued > 0 && sends.length > 0 && !status.paused && (
        <p>{t("review:empty.queued", { count: queued, when: upcoming(Math.min(...sends), now) })}</p>
      )}
      {decides?.enabled === false && <p>{t("review:empty.decidesOff")}</p>}
      {decides?.enabled && next !== null && !status.paused && (
        <p>{t("review:empty.decides", { when: upcoming(next, now) })}</p>
      )}
      {alone.length > 0 && <p>{t("review:empty.autopilot", { brand: alone.map((one) => one.name).join(", ") })}</p>}
      <div className="row">
        <Link to="/" className="button">
          {t("review:empty.today")}
        </Link>
        <Link to="/emails" className="button">
          {t("review:empty.log")}
        </Link>
      </div>
    </Empty>
  );
}

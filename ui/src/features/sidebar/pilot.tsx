// How the autopilot stands: on or paused, how much of today's cap is used, when the next mail goes.

import { Link } from "@tanstack/react-router";
import type { BrandSummary } from "../../generated/BrandSummary";
import type { Pause } from "../../generated/Pause";
import type { Status } from "../../generated/Status";
import { useNow } from "../../lib/ask";
import { exact, sentence, until, upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";
import { PauseControl } from "./pause";

/** `brand` is the one in scope; without it the card speaks of all of them together. */
export function PilotCard({ status, brand }: { status: Status; brand: BrandSummary | null }) {
  const { paused, light } = status;
  const brands = brand ? [brand] : status.brands;
  const sent = brands.reduce((sum, one) => sum + one.sent_today, 0);
  const cap = brands.reduce((sum, one) => sum + one.cap_today, 0);
  const used = cap > 0 ? Math.min(100, (100 * sent) / cap) : 0;
  return (
    <section className="pilot" aria-label={t("shell:pilot.label")}>
      <div className="pilot-row">
        <span
          className={`pilot-light pilot-${light}`}
          role="img"
          aria-label={t(`shell:pilot.lights.${light}`)}
          title={t(`shell:pilot.lights.${light}`)}
        />
        <State status={status} />
        {/* What no person stopped, such as a full disk, goes on by itself. */}
        {(!paused || paused.by_person) && <PauseControl paused={paused !== null} />}
      </div>
      {paused && <Why paused={paused} />}
      <div className="pilot-bar" aria-hidden="true">
        <span style={{ width: `${used}%` }} />
      </div>
      <div className="pilot-row muted">
        <span title={brand ? t("shell:pilot.usedExact", { brand: brand.name }) : t("shell:pilot.usedAll")}>
          {t("shell:pilot.used", { sent, cap })}
        </span>
        <span className="push">
          <NextSend status={status} brands={brands} />
        </span>
      </div>
    </section>
  );
}

/** What waits for a person is counted above; what is broken is said here too, and leads to the doctor. */
function State({ status: { paused, owner, light } }: { status: Status }) {
  if (paused) return <b>{t("shell:pilot.paused")}</b>;
  if (light === "problem") {
    return (
      <Link to="/doctor" className="pilot-trouble">
        {t("shell:pilot.problem")}
      </Link>
    );
  }
  return <b>{t(owner ? "shell:pilot.on" : "shell:pilot.guest")}</b>;
}

function Why({ paused: { reason, until: end } }: { paused: Pause }) {
  const now = useNow();
  return (
    <p className="muted">
      {end !== null && <b title={exact(end)}>{t("shell:pilot.until", { at: until(end, now) })}</b>}
      {end === null ? sentence(reason) : ` · ${reason}`}
    </p>
  );
}

function NextSend({ status, brands }: { status: Status; brands: BrandSummary[] }) {
  const now = useNow();
  if (status.paused) return t("shell:pilot.nothingGoes");
  const going = brands.filter((brand) => !brand.paused);
  if (going.length === 0 && brands.length > 0) return t("shell:pilot.brandPaused");
  const next = going.map((brand) => brand.next_send_at).filter((at) => at !== null);
  if (next.length === 0) return t("shell:pilot.queueEmpty");
  const at = Math.min(...next);
  return <span title={exact(at)}>{t("shell:pilot.next", { at: upcoming(at, now) })}</span>;
}

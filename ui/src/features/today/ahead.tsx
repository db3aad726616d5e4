// What the autopilot will do by itself, and how much of today's caps is used.

import { BrandMark } from "../../components/brand-mark";
import type { BrandSummary } from "../../generated/BrandSummary";
import { useNow } from "../../lib/ask";
import { exact, upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandInScope, useStatus } from "../../lib/known";

export function Ahead() {
  const status = useStatus();
  const scope = useBrandInScope();
  const brands = scope ? [scope] : status.brands;
  const tasks = status.tasks
    .filter((task) => task.enabled && task.next_run_at !== null)
    .sort((one, other) => (one.next_run_at ?? 0) - (other.next_run_at ?? 0));
  return (
    <div className="ahead">
      <section>
        <h3>{t("today:sentToday")}</h3>
        <ul className="box">
          {brands.map((brand) => (
            <Cap key={brand.id} brand={brand} place={status.brands.indexOf(brand)} />
          ))}
        </ul>
      </section>
      <section>
        <h3>{t("today:next")}</h3>
        <ul className="box">
          {brands.map((brand) => (
            <Coming key={brand.id} what={t("today:nextMail", { brand: brand.name })} at={brand.next_send_at} />
          ))}
          {tasks.map((task) => (
            <Coming key={task.name} what={t(`words:tasks.${task.name}`)} at={task.next_run_at} hint={task.does} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Cap({ brand, place }: { brand: BrandSummary; place: number }) {
  const used = brand.cap_today > 0 ? Math.min(100, (100 * brand.sent_today) / brand.cap_today) : 0;
  return (
    <li className="cap">
      <BrandMark name={brand.name} place={place} small />
      <span className="cut">{brand.name}</span>
      <span className="cap-bar" aria-hidden="true">
        <span style={{ width: `${used}%` }} />
      </span>
      <span className="muted">{t("today:ofCap", { sent: brand.sent_today, cap: brand.cap_today })}</span>
    </li>
  );
}

function Coming({ what, at, hint }: { what: string; at: number | null; hint?: string }) {
  const now = useNow();
  return (
    <li className="coming" title={hint}>
      <span className="cut">{what}</span>
      <span className="muted push" title={at === null ? undefined : exact(at)}>
        {at === null ? t("today:queueEmpty") : upcoming(at, now)}
      </span>
    </li>
  );
}

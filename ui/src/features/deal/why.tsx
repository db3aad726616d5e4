// Why the next mail goes or does not: the gates that stop it first, the others folded.

import { Check, Circle } from "lucide-react";
import { Time } from "../../components/time";
import type { GateCheck } from "../../generated/GateCheck";
import { useAsk, useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";

/** `asked`: the deal waits for the person, who has just read why; it is not said twice. */
export function WhyGates({ deal, asked }: { deal: string; asked: boolean }) {
  const why = useAsk("why", { id: deal });
  if (!why.data) return null;
  const { summary, verdict, email_id: mail } = why.data;
  const stops = verdict.checks.filter((check) => !check.pass);
  const passes = verdict.checks.filter((check) => check.pass);
  return (
    <section>
      <h3>{stops.length > 0 ? t("deal:why.nothing") : t("deal:why.title")}</h3>
      {/* Said once: not again above the one gate that says it. */}
      {!(stops.length === 1 && summary === `${stops[0]?.why}.`) && (
        <p className="muted">{asked && mail === null ? t("deal:why.waitsForAnswer") : summary}</p>
      )}
      <div className="gates">
        {stops.length > 0 && <GateList checks={stops} />}
        {passes.length > 0 && (
          <details>
            <summary>
              <Check size={13} className="good" aria-hidden="true" />
              {stops.length > 0
                ? t("deal:why.others", { count: passes.length })
                : t("deal:why.allPass", { count: passes.length })}
            </summary>
            <GateList checks={passes} />
          </details>
        )}
      </div>
    </section>
  );
}

function GateList({ checks }: { checks: GateCheck[] }) {
  const now = useNow();
  return (
    <ul>
      {checks.map(({ gate, pass, why, next }) => (
        <li key={gate} className="gate">
          {pass ? (
            <Check size={13} className="good" role="img" aria-label={t("deal:why.passes")} />
          ) : (
            <Circle
              size={9}
              className="warn gate-stop"
              fill="currentColor"
              role="img"
              aria-label={t("deal:why.blocked")}
            />
          )}
          <span>{why}</span>
          {next !== null && (
            <span className="gate-next">
              <Time at={next} now={now} />
            </span>
          )}
          {!pass && next === null && <span className="gate-next">{t("deal:why.yours")}</span>}
        </li>
      ))}
    </ul>
  );
}

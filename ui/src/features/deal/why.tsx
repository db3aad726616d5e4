// Why the next mail goes or does not: the gates that stop it first, the others folded.

import { Check, Circle } from "lucide-react";
import { Time } from "../../components/time";
import type { GateCheck } from "../../generated/GateCheck";
import { useAsk, useNow } from "../../lib/ask";
import { texts } from "../../lib/texts";

const say = texts.deal;

/** `asked`: the deal waits for the person, who has just read why; it is not said twice. */
export function WhyGates({ deal, asked }: { deal: string; asked: boolean }) {
  const why = useAsk("why", { id: deal });
  if (!why.data) return null;
  const { summary, verdict, email_id: mail } = why.data;
  const stops = verdict.checks.filter((check) => !check.pass);
  const passes = verdict.checks.filter((check) => check.pass);
  return (
    <section>
      <h3>{say.nextMail}</h3>
      <p className="muted">{asked && mail === null ? say.waitsForAnswer : summary}</p>
      <div className="gates">
        {stops.length > 0 && <GateList checks={stops} />}
        {passes.length > 0 && (
          <details>
            <summary>
              <Check size={13} className="good" aria-hidden="true" />
              {stops.length > 0 ? say.others(passes.length) : say.allPass(passes.length)}
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
            <Check size={13} className="good" aria-label={say.passes} />
          ) : (
            <Circle size={9} className="warn gate-stop" fill="currentColor" aria-label={say.blocked} />
          )}
          <span>{why}</span>
          {next !== null && (
            <span className="gate-next">
              <Time at={next} now={now} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

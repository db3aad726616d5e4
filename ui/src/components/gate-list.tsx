// The gates with their answers: what stops a mail first, then what lets it pass.

import { Check, Circle } from "lucide-react";
import type { GateCheck } from "../generated/GateCheck";
import { t } from "../lib/i18n";
import "./gate-list.css";
import { Time } from "./time";

export function GateList({ checks, now }: { checks: readonly GateCheck[]; now: number }) {
  const ordered = [...checks.filter((check) => !check.pass), ...checks.filter((check) => check.pass)];
  return (
    <ul className="gate-list">
      {ordered.map(({ gate, pass, why, next }) => (
        <li key={gate}>
          {pass ? (
            <Check size={13} className="good" aria-label={t("passes")} />
          ) : (
            <Circle size={9} className="warn" fill="currentColor" aria-label={t("stops")} />
          )}
          <span>{why}</span>
          {next !== null && (
            <span className="push muted">
              <Time at={next} now={now} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

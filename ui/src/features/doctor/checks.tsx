// What the doctor found: checks by what they are about, failing ones first, each with the button that mends it.

import { Check, TriangleAlert } from "lucide-react";
import type { DoctorAction } from "../../generated/DoctorAction";
import type { DoctorCheck } from "../../generated/DoctorCheck";
import { t } from "../../lib/i18n";
import "./doctor.css";

export interface Patient {
  key: string;
  /** The program itself, or a brand's name. */
  name: string;
  /** `null` while it is looked at. */
  checks: DoctorCheck[] | null;
  error: string | null;
}

interface Props {
  patients: readonly Patient[];
  /** Carries out an action; the check is asked for again after it. */
  onAction: (action: DoctorAction) => void;
  busy: boolean;
}

export function Checks({ patients, onAction, busy }: Props) {
  return (
    <div className="doctor">
      {patients.map((patient) => (
        <section key={patient.key} className="doctor-part" aria-labelledby={`doctor-${patient.key}`}>
          <h2 id={`doctor-${patient.key}`}>
            {patient.name} <span className="faint">{summary(patient)}</span>
          </h2>
          {patient.error && <p className="field-error">{patient.error}</p>}
          {patient.checks === null && !patient.error && <p className="faint doctor-looking">{t("doctor:looking")}</p>}
          {patient.checks && (
            <ul className="doctor-list">
              {[...patient.checks].sort(failingFirst).map((check) => (
                <Line key={check.check} check={check} onAction={onAction} busy={busy} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

function Line({ check, onAction, busy }: { check: DoctorCheck; onAction: Props["onAction"]; busy: boolean }) {
  const { action } = check;
  return (
    <li className="doctor-check" data-ok={check.ok}>
      <span className={`mark ${check.ok ? "mark-good" : "mark-danger"}`}>
        {check.ok ? <Check size={12} aria-hidden="true" /> : <TriangleAlert size={12} aria-hidden="true" />}
        <span className="visually-hidden">{t(check.ok ? "doctor:well" : "doctor:ill")}</span>
      </span>
      <div className="doctor-words">
        <p>
          <b>{named(check.check)}</b> <span className={check.ok ? "muted" : ""}>{check.detail}</span>
        </p>
        {check.fix && <p className="muted">{check.fix}</p>}
      </div>
      {action && (
        <button type="button" className="button" disabled={busy} onClick={() => onAction(action)}>
          {t(`doctor:actions.${action.do}`)}
        </button>
      )}
    </li>
  );
}

const NAMES = [
  "database",
  "disk",
  "clock",
  "autopilot",
  "backup",
  "paused",
  "secrets",
  "mailbox",
  "model",
  "DNS",
] as const;

/** The engine's word for a check in the language of the page; one that is new stays as it is. */
function named(check: string): string {
  if (check === "legal footer") return t("doctor:names.footer");
  const known = NAMES.find((name) => name === check);
  return known ? t(`doctor:names.${known}`) : check;
}

function failingFirst(one: DoctorCheck, other: DoctorCheck): number {
  return Number(one.ok) - Number(other.ok);
}

function summary({ checks }: Patient): string {
  if (!checks) return "";
  const failing = checks.filter(({ ok }) => !ok).length;
  return failing > 0 ? t("doctor:failing", { count: failing }) : t("doctor:fine");
}

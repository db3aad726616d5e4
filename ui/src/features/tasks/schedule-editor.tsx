// Changing when a task runs: by choosing, by saying it in words, or by cron; what it would mean is shown before it is kept.

import { useState } from "react";
import { Choice } from "../../components/choice";
import { Field } from "../../components/field";
import type { TaskRow } from "../../generated/TaskRow";
import { useAsk, useBackend, useTell } from "../../lib/ask";
import { exact } from "../../lib/format";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import {
  dayName,
  fromWords,
  inWords,
  isEveryDay,
  isWorkdays,
  type Plan,
  readCron,
  toCron,
  WEEK,
  WORKDAYS,
} from "./plan";

const KINDS = ["minutes", "hours", "daily", "workdays", "days", "cron"] as const;
type Kind = (typeof KINDS)[number];

export function ScheduleEditor({ task }: { task: TaskRow }) {
  // What is being written; `null` while it is as the engine has it.
  const [draft, setDraft] = useState<{ plan: Plan; kind: Kind } | null>(null);
  const kept = readCron(task.schedule);
  const plan = draft?.plan ?? kept;
  const kind = draft?.kind ?? kindOf(kept);
  const cron = toCron(plan);
  const changed = cron !== task.schedule;
  const preview = useAsk("schedule_preview", { schedule: cron }, { keep: true });
  const keep = useKeep(task, plan, () => setDraft(null));
  const change = (next: Plan, as: Kind = kindOf(next)) => setDraft({ plan: next, kind: as });
  const wrong = preview.data?.wrong ?? undefined;
  return (
    <section className="schedule" aria-label={t("tasks:schedule.title")}>
      <div className="schedule-edit">
        <h3>{t("tasks:schedule.title")}</h3>
        <div className="schedule-choose">
          <Choice
            label={t("tasks:schedule.kind")}
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`tasks:schedule.kinds.${value}`) }))}
            onChange={(next) => change(startOf(next, plan), next)}
          />
          <Parts plan={plan} kind={kind} onChange={change} />
        </div>
        <Say plan={plan} wrong={wrong} onPlan={(next) => change(next)} />
        {changed && (
          <div className="row">
            <button type="button" className="button" onClick={() => setDraft(null)}>
              {t("tasks:schedule.discard")}
            </button>
            <button
              type="button"
              className="button button-primary"
              disabled={!!wrong || keep.isPending}
              onClick={keep.now}
            >
              {t("tasks:schedule.save")}
            </button>
          </div>
        )}
      </div>
      <div className="schedule-next" aria-live="polite">
        <h3>{t(changed ? "tasks:schedule.nextTimes" : "tasks:schedule.nextNow")}</h3>
        {wrong ? (
          <p className="field-error">{wrong}</p>
        ) : (
          <ol>
            {preview.data?.next.map((at) => (
              <li key={at}>{exact(at)}</li>
            ))}
          </ol>
        )}
        {preview.data && <p className="field-hint">{t("tasks:schedule.nextNote", { zone: preview.data.zone })}</p>}
      </div>
    </section>
  );
}

/** Keeps the schedule; the sentence offers the one before. */
function useKeep(task: TaskRow, plan: Plan, after: () => void) {
  const backend = useBackend();
  const name = t(`words:tasks.${task.name}`);
  const before = task.schedule;
  const keep = useTell("task_schedule", () => null);
  const now = () =>
    keep.mutate(
      { task: task.name, schedule: toCron(plan) },
      {
        onSuccess: () => {
          after();
          say(t("tasks:schedule.saved", { task: name, words: inWords(plan) }), "plain", () => {
            void backend.call("task_schedule", { task: task.name, schedule: before });
          });
        },
      },
    );
  return { now, isPending: keep.isPending };
}

/** The numbers of a kind, as small fields in a sentence. */
function Parts({ plan, kind, onChange }: { plan: Plan; kind: Kind; onChange: (plan: Plan, kind: Kind) => void }) {
  if (plan.kind === "minutes") {
    return (
      <NumberPart
        label={t("tasks:schedule.minutes")}
        value={plan.every}
        most={59}
        least={1}
        onChange={(every) => onChange({ ...plan, every }, kind)}
        behind={t("tasks:schedule.minutes")}
      />
    );
  }
  if (plan.kind === "hours") {
    return (
      <>
        <NumberPart
          label={t("tasks:schedule.hours")}
          value={plan.every}
          most={23}
          least={1}
          onChange={(every) => onChange({ ...plan, every }, kind)}
          behind={t("tasks:schedule.hours")}
        />
        <span className="muted">{t("tasks:schedule.atMinute")}</span>
        <NumberPart
          label={t("tasks:schedule.atMinute")}
          value={plan.minute}
          most={59}
          least={0}
          onChange={(minute) => onChange({ ...plan, minute }, kind)}
        />
      </>
    );
  }
  if (plan.kind === "cron") {
    return (
      <input
        className="input schedule-cron"
        aria-label={t("tasks:schedule.cron")}
        spellCheck={false}
        value={plan.cron}
        onChange={(event) => onChange({ kind: "cron", cron: event.target.value }, "cron")}
      />
    );
  }
  const toggle = (day: number) => {
    const days = plan.days.includes(day) ? plan.days.filter((one) => one !== day) : [...plan.days, day].sort();
    if (days.length > 0) onChange({ ...plan, days }, kind);
  };
  return (
    <>
      <span className="muted">{t("tasks:schedule.at")}</span>
      <input
        type="time"
        className="input schedule-time"
        aria-label={t("tasks:schedule.time")}
        value={`${two(plan.hour)}:${two(plan.minute)}`}
        onChange={(event) => {
          const [hour = Number.NaN, minute = Number.NaN] = event.target.value.split(":").map(Number);
          if (!Number.isNaN(hour + minute)) onChange({ ...plan, hour, minute }, kind);
        }}
      />
      {kind === "days" && (
        <fieldset className="schedule-days">
          <legend className="visually-hidden">{t("tasks:schedule.onDays")}</legend>
          {WEEK.map((day) => (
            <label key={day} className="schedule-day">
              <input
                type="checkbox"
                className="visually-hidden"
                checked={plan.days.includes(day)}
                onChange={() => toggle(day)}
              />
              {dayName(day)}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

interface NumberProps {
  label: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
  behind?: string;
}

function NumberPart({ label, value, least, most, onChange, behind }: NumberProps) {
  return (
    <>
      <input
        type="number"
        className="input schedule-number"
        aria-label={label}
        min={least}
        max={most}
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          if (Number.isInteger(next) && next >= least && next <= most) onChange(next);
        }}
      />
      {behind && <span className="muted">{behind}</span>}
    </>
  );
}

/** Words follow what is chosen until one writes here; then what is chosen follows the words. */
function Say({ plan, wrong, onPlan }: { plan: Plan; wrong: string | undefined; onPlan: (plan: Plan) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const understood = typed === null || fromWords(typed) !== null;
  const error = !understood ? t("tasks:schedule.notUnderstood") : wrong;
  return (
    <Field label={t("tasks:schedule.say")} hint={t("tasks:schedule.sayHint")} error={error}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          value={typed ?? inWords(plan)}
          onChange={(event) => {
            setTyped(event.target.value);
            const next = fromWords(event.target.value);
            if (next) onPlan(next);
          }}
          onBlur={() => understood && setTyped(null)}
        />
      )}
    </Field>
  );
}

function kindOf(plan: Plan): Kind {
  if (plan.kind !== "days") return plan.kind;
  return isEveryDay(plan.days) ? "daily" : isWorkdays(plan.days) ? "workdays" : "days";
}

/** A plan of another kind keeps what it can of the one before. */
function startOf(kind: Kind, plan: Plan): Plan {
  const time = plan.kind === "days" ? { hour: plan.hour, minute: plan.minute } : { hour: 9, minute: 0 };
  switch (kind) {
    case "minutes":
      return plan.kind === "minutes" ? plan : { kind: "minutes", every: 30 };
    case "hours":
      return plan.kind === "hours" ? plan : { kind: "hours", every: 1, minute: 0 };
    case "daily":
      return { kind: "days", days: [0, 1, 2, 3, 4, 5, 6], ...time };
    case "workdays":
      return { kind: "days", days: WORKDAYS, ...time };
    case "days":
      return { kind: "days", days: [1, 3], ...time };
    case "cron":
      return { kind: "cron", cron: toCron(plan) };
  }
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

// The hours in which nothing comes up on the desktop: off, or from one time to another.

import { useState } from "react";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";
import { Part } from "./fields";

/** What they begin with when they are switched on. */
const USUAL = "22:00-07:00";

/** `kept` is "" for none. What is typed is kept when one leaves the field: half a time is none. */
export function QuietHours({ kept, onKeep }: { kept: string; onKeep: (hours: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const hours = draft ?? kept;
  const [from = "", to = ""] = hours.split("-");
  const wrong = hours !== "" && from === to;
  const leave = () => {
    if (draft === null || wrong) return;
    setDraft(null);
    if (draft !== kept) onKeep(draft);
  };
  const turn = (on: boolean) => {
    setDraft(null);
    onKeep(on ? USUAL : "");
  };
  const time = (label: string, value: string, change: (time: string) => string) => (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          type="time"
          className="input"
          value={value}
          aria-invalid={wrong || undefined}
          onChange={(event) => setDraft(change(event.target.value || value))}
          onBlur={leave}
          onKeyDown={(event) => event.key === "Enter" && leave()}
        />
      )}
    </Field>
  );
  return (
    <Part title={t("settings:computer.quiet")} about={t("settings:computer.quietAbout")}>
      <label className="row">
        <input type="checkbox" checked={hours !== ""} onChange={(event) => turn(event.target.checked)} />
        <span className="field-label">{t("settings:computer.quietOn")}</span>
      </label>
      {hours !== "" && (
        <div className="row window-hours">
          {time(t("settings:computer.quietFrom"), from, (next) => `${next}-${to}`)}
          {time(t("settings:computer.quietTo"), to, (next) => `${from}-${next}`)}
        </div>
      )}
      {wrong && (
        <p className="field-error" role="alert">
          {t("settings:computer.quietWrong")}
        </p>
      )}
    </Part>
  );
}

// When mails may go out: days as switches, hours as times.

import { Field } from "../../components/field";
import { t } from "../../lib/i18n";
import { LineSetting } from "./fields";
import type { Form } from "./form";
import { DAYS, parseWindow, type SendWindow, writeWindow } from "./window";

export function WindowEditor({ form }: { form: Form }) {
  const text = form.value("sending.window");
  const window = parseWindow(text);
  if (!window) return <LineSetting form={form} name="sending.window" label={t("settings:sending.window")} />;
  const put = (change: Partial<SendWindow>) => form.set("sending.window", writeWindow({ ...window, ...change }));
  const error = form.problem("sending.window");
  return (
    <div className="window-editor">
      <fieldset className="day-switches">
        <legend className="field-label">{t("settings:sending.days")}</legend>
        {DAYS.map((day, place) => (
          <label key={day} className="day-switch">
            <input
              type="checkbox"
              className="visually-hidden"
              checked={window.days[place] ?? false}
              onChange={(event) =>
                put({ days: window.days.map((open, at) => (at === place ? event.target.checked : open)) })
              }
            />
            {t(`settings:days.${day}`)}
          </label>
        ))}
      </fieldset>
      <div className="row window-hours">
        <Field label={t("settings:sending.from")}>
          {(ids) => (
            <input
              {...ids}
              type="time"
              className="input"
              value={window.opens}
              onChange={(event) => put({ opens: event.target.value || window.opens })}
            />
          )}
        </Field>
        <Field label={t("settings:sending.until")}>
          {(ids) => (
            <input
              {...ids}
              type="time"
              className="input"
              value={window.closes}
              onChange={(event) => put({ closes: event.target.value || window.closes })}
            />
          )}
        </Field>
      </div>
      <p className={error ? "field-error" : "field-hint"}>{error ?? t("settings:sending.windowHint")}</p>
    </div>
  );
}

// How fast and when a brand sends, with the slots of the next week beside it.

import type { BrandDetail } from "../../generated/BrandDetail";
import { t } from "../../lib/i18n";
import { LineSetting, NumberSetting, Part, SaveBar } from "./fields";
import { type Form, useForm } from "./form";
import { KEYS } from "./sections";
import { SlotsPreview } from "./slots";
import { parseRamp } from "./window";
import { WindowEditor } from "./window-editor";

/** What the ramp begins with when it is switched on. */
const USUAL_RAMP = "10+5";

export function SendingSection({ detail }: { detail: BrandDetail }) {
  const form = useForm(detail, KEYS.sending);
  const zone = detail.settings.find(({ key }) => key === "timezone")?.value ?? "";
  return (
    <div className="settings-beside">
      <div className="settings-form">
        <Part title={t("settings:sending.when")} about={t("settings:sending.whenAbout", { zone })}>
          <WindowEditor form={form} />
          <LineSetting
            form={form}
            name="sending.days_off"
            label={t("settings:sending.daysOff")}
            hint={t("settings:sending.daysOffHint")}
          />
        </Part>
        <Part title={t("settings:sending.howFast")} about={t("settings:sending.howFastAbout")}>
          <div className="settings-pair">
            <NumberSetting
              form={form}
              name="sending.daily_cap"
              label={t("settings:sending.dailyCap")}
              unit={t("settings:units.mails")}
            />
            <NumberSetting
              form={form}
              name="sending.hourly_cap"
              label={t("settings:sending.hourlyCap")}
              unit={t("settings:units.mails")}
            />
          </div>
          <RampEditor form={form} />
          <NumberSetting
            form={form}
            name="sending.min_gap_seconds"
            label={t("settings:sending.gap")}
            hint={t("settings:sending.gapHint")}
            unit={t("settings:units.seconds")}
          />
        </Part>
        <Part title={t("settings:sending.perPerson")}>
          <NumberSetting
            form={form}
            name="sending.max_per_deal"
            label={t("settings:sending.maxPerDeal")}
            hint={t("settings:sending.maxPerDealHint")}
            unit={t("settings:units.mails")}
          />
          <NumberSetting
            form={form}
            name="sending.domain_cap"
            label={t("settings:sending.domainCap")}
            hint={t("settings:sending.domainCapHint")}
            unit={t("settings:units.mails")}
          />
          <NumberSetting
            form={form}
            name="sending.cross_brand_days"
            label={t("settings:sending.crossBrand")}
            hint={t("settings:sending.crossBrandHint")}
            unit={t("settings:units.days")}
          />
        </Part>
        <SaveBar form={form} />
      </div>
      <SlotsPreview brand={form.brand} values={form.fitting} />
    </div>
  );
}

function RampEditor({ form }: { form: Form }) {
  const ramp = parseRamp(form.value("sending.ramp"));
  const error = form.problem("sending.ramp");
  const put = (start: string, step: string) => form.set("sending.ramp", `${start}+${step}`);
  return (
    <fieldset className="ramp">
      <label className="row">
        <input
          type="checkbox"
          checked={ramp !== null}
          onChange={(event) => form.set("sending.ramp", event.target.checked ? USUAL_RAMP : "off")}
        />
        <span className="field-label">{t("settings:sending.ramp")}</span>
      </label>
      {ramp && (
        <p className="ramp-words">
          {t("settings:sending.rampStart")}
          <input
            className="input"
            inputMode="numeric"
            aria-label={t("settings:sending.rampStartLabel")}
            value={ramp.start}
            onChange={(event) => put(event.target.value.trim(), ramp.step)}
          />
          {t("settings:sending.rampStep")}
          <input
            className="input"
            inputMode="numeric"
            aria-label={t("settings:sending.rampStepLabel")}
            value={ramp.step}
            onChange={(event) => put(ramp.start, event.target.value.trim())}
          />
          {t("settings:sending.rampEnd")}
        </p>
      )}
      <p className={error ? "field-error" : "field-hint"}>{error ?? t("settings:sending.rampHint")}</p>
    </fieldset>
  );
}

// Who decides and writes: the built-in playbook, or a model of one's own choice; its key, a test, what it costs and how much it may.

import { useState } from "react";
import { Choice } from "../../components/choice";
import { Field } from "../../components/field";
import type { AiTested } from "../../generated/AiTested";
import type { BrandDetail } from "../../generated/BrandDetail";
import { useAsk } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { AiTrial } from "./ai-trial";
import { LineSetting, NumberSetting, Part, SaveBar } from "./fields";
import { type Form, useForm } from "./form";
import { PRESETS, type PresetKey, presetOf } from "./presets";
import { SecretField } from "./secret-field";
import { KEYS } from "./sections";

const MODELS = "settings-models";
const PROVIDERS = ["playbook", "openai"] as const;

export function AiSection({ detail }: { detail: BrandDetail }) {
  const form = useForm(detail, KEYS.ai);
  const [tested, setTested] = useState<AiTested | null>(null);
  const isModel = form.value("ai.provider") === "openai";
  const hasKey = detail.secrets.openai_api_key ?? false;
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:ai.who")}>
        <div className="ways" role="radiogroup" aria-label={t("settings:ai.who")}>
          {PROVIDERS.map((provider) => (
            <label key={provider} className="way">
              <input
                type="radio"
                name="provider"
                checked={form.value("ai.provider") === provider}
                onChange={() => form.set("ai.provider", provider)}
              />
              <span>
                <b>{t(`settings:ai.providers.${provider}`)}</b>
                <span className="muted">{t(`settings:ai.providersAbout.${provider}`)}</span>
              </span>
            </label>
          ))}
        </div>
      </Part>
      {isModel && (
        <>
          <Part title={t("settings:ai.where")} about={t("settings:ai.whereAbout")}>
            <Preset form={form} />
            <LineSetting form={form} name="ai.base_url" label={t("settings:ai.url")} hint={t("settings:ai.urlHint")} />
            <LineSetting
              form={form}
              name="ai.model"
              label={t("settings:ai.model")}
              hint={t(tested?.models.length ? "settings:ai.modelListed" : "settings:ai.modelHint")}
              list={MODELS}
            />
            <datalist id={MODELS}>
              {tested?.models.map((model) => (
                <option key={model} value={model} />
              ))}
            </datalist>
            <SecretField
              name="openai_api_key"
              label={t("settings:ai.key")}
              hint={t("settings:ai.keyHint")}
              present={hasKey}
            />
            <AiTrial brand={form.brand} values={form.fitting} tested={tested} onTested={setTested} />
          </Part>
          <Limits form={form} />
        </>
      )}
      <SaveBar form={form} />
    </div>
  );
}

function Preset({ form }: { form: Form }) {
  const chosen = presetOf(form.value("ai.base_url"));
  const options: { value: PresetKey; label: string }[] = PRESETS.map(({ key, name }) => ({ value: key, label: name }));
  options.push({ value: "other", label: t("settings:ai.other") });
  const choose = (key: PresetKey) => {
    const preset = PRESETS.find((preset) => preset.key === key);
    if (preset) form.set("ai.base_url", preset.url);
  };
  return (
    <Field label={t("settings:ai.service")}>
      {({ id }) => (
        <Choice id={id} label={t("settings:ai.service")} value={chosen} options={options} onChange={choose} />
      )}
    </Field>
  );
}

function Limits({ form }: { form: Form }) {
  const spent = useAsk("ai_spent", { brand: form.brand });
  return (
    <Part title={t("settings:ai.limits")} about={t("settings:ai.limitsAbout")}>
      <div className="settings-pair">
        <NumberSetting
          form={form}
          name="ai.price_in"
          label={t("settings:ai.priceIn")}
          unit={t("settings:units.million")}
        />
        <NumberSetting
          form={form}
          name="ai.price_out"
          label={t("settings:ai.priceOut")}
          unit={t("settings:units.million")}
        />
      </div>
      <div className="settings-pair">
        <NumberSetting
          form={form}
          name="ai.daily_tokens"
          label={t("settings:ai.dailyTokens")}
          hint={t("settings:ai.zeroHint")}
          unit={t("settings:units.tokens")}
        />
        <NumberSetting
          form={form}
          name="ai.monthly_cost"
          label={t("settings:ai.monthlyCost")}
          hint={t("settings:ai.monthlyCostHint")}
        />
      </div>
      {spent.data && (
        <p className={spent.data.limit_reached ? "warn" : "muted"}>
          {t("settings:ai.spent", {
            today: count(spent.data.tokens_today),
            month: count(spent.data.tokens_month),
            cost: spent.data.cost_month,
          })}{" "}
          {spent.data.limit_reached && t("settings:ai.limitReached", { limit: spent.data.limit_reached })}
        </p>
      )}
    </Part>
  );
}

// A brand's relay: where it is, the key that both sides have, a test, and what mails may tell of through it.

import { Waiting } from "../../components/waiting";
import type { BrandDetail } from "../../generated/BrandDetail";
import { useTell } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { LineSetting, Part, SaveBar } from "./fields";
import { useForm } from "./form";
import { SecretField } from "./secret-field";
import { KEYS } from "./sections";

const TELLS = ["opens", "clicks"] as const;

export function RelaySection({ detail }: { detail: BrandDetail }) {
  const form = useForm(detail, KEYS.relay);
  const hasRelay = form.value("relay.url").trim() !== "";
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:relay.title")} about={t("settings:relay.about")}>
        <LineSetting
          form={form}
          name="relay.url"
          label={t("settings:relay.url")}
          hint={t(hasRelay ? "settings:relay.urlHint" : "settings:relay.none")}
        />
        <SecretField
          name="relay_key"
          label={t("settings:relay.key")}
          hint={t("settings:relay.keyHint")}
          present={detail.secrets.relay_key ?? false}
          make={newKey}
        />
        <RelayTrial brand={form.brand} values={form.fitting} isThere={hasRelay} />
      </Part>
      <Part title={t("settings:relay.tells")} about={t("settings:relay.tellsAbout")}>
        <fieldset className="ways">
          <legend className="visually-hidden">{t("settings:relay.tells")}</legend>
          {TELLS.map((what) => (
            <label key={what} className="way">
              <input
                type="checkbox"
                checked={form.value(`relay.${what}`) === "on"}
                disabled={!hasRelay}
                onChange={(event) => form.set(`relay.${what}`, event.target.checked ? "on" : "off")}
              />
              <span>
                <b>{t(`settings:relay.${what}`)}</b>
                <span className="muted">{t(`settings:relay.${what}About`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <LineSetting
          form={form}
          name="relay.countries"
          label={t("settings:relay.countries")}
          hint={t("settings:relay.countriesHint")}
        />
      </Part>
      <SaveBar form={form} />
    </div>
  );
}

/** 256 bits from the computer's own chance. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function RelayTrial({ brand, values, isThere }: { brand: string; values: Record<string, string>; isThere: boolean }) {
  const test = useTell("relay_test", () => null);
  const tested = test.data;
  return (
    <div className="trial" aria-live="polite">
      <button
        type="button"
        className="button"
        disabled={!isThere || test.isPending}
        onClick={() => test.mutate({ brand, values })}
      >
        {t("settings:relay.test")}
      </button>
      {test.isPending && <Waiting what={t("settings:relay.testing")} />}
      {tested && !tested.trouble && (
        <p className="good">{t("settings:relay.answered", { waiting: count(tested.waiting ?? 0) })}</p>
      )}
      {tested?.trouble && (
        <p className="trial-trouble">
          <b>{tested.trouble.message}</b> {tested.trouble.fix}
        </p>
      )}
    </div>
  );
}

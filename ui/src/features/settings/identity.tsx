// Who a brand writes as: names, addresses, signature, legal footer and voice, with an example mail beside it.

import { useState } from "react";
import type { BrandDetail } from "../../generated/BrandDetail";
import { t } from "../../lib/i18n";
import { LineSetting, Part, SaveBar, TextSetting } from "./fields";
import { useForm } from "./form";
import { MailPreview } from "./mail-preview";
import { KEYS } from "./sections";

const ZONES = "settings-zones";

export function IdentitySection({ detail }: { detail: BrandDetail }) {
  const form = useForm(detail, KEYS.identity);
  const [offered, setZones] = useState<string[]>([]);
  return (
    <div className="settings-beside">
      <div className="settings-form">
        <Part title={t("settings:identity.sender")}>
          <LineSetting form={form} name="from.name" label={t("settings:identity.fromName")} />
          <LineSetting
            form={form}
            name="from.email"
            label={t("settings:identity.fromEmail")}
            hint={t("settings:identity.fromEmailHint")}
          />
          <LineSetting
            form={form}
            name="reply_to"
            label={t("settings:identity.replyTo")}
            hint={t("settings:identity.replyToHint")}
          />
          <TextSetting form={form} name="signature" label={t("settings:identity.signature")} rows={2} />
        </Part>
        <Part title={t("settings:identity.legal")} about={t("settings:identity.legalAbout")}>
          <LineSetting form={form} name="legal.name" label={t("settings:identity.legalName")} />
          <LineSetting
            form={form}
            name="legal.address"
            label={t("settings:identity.legalAddress")}
            hint={t("settings:identity.legalAddressHint")}
          />
        </Part>
        <Part title={t("settings:identity.place")}>
          <LineSetting form={form} name="website" label={t("settings:identity.website")} />
          <LineSetting
            form={form}
            name="timezone"
            label={t("settings:identity.timezone")}
            hint={t("settings:identity.timezoneHint")}
            list={ZONES}
            // Several hundred names: only for whoever is about to choose one.
            onFocus={() => setZones(zones())}
          />
          <datalist id={ZONES}>
            {offered.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </Part>
        <Part title={t("settings:identity.voice")} about={t("settings:identity.voiceAbout")}>
          <TextSetting form={form} name="ai.company_description" label={t("settings:identity.company")} />
          <TextSetting
            form={form}
            name="ai.value_proposition"
            label={t("settings:identity.value")}
            hint={t("settings:identity.valueHint")}
          />
          <TextSetting form={form} name="ai.style" label={t("settings:identity.style")} rows={2} />
        </Part>
        <SaveBar form={form} />
      </div>
      <MailPreview brand={form.brand} values={form.fitting} />
    </div>
  );
}

function zones(): string[] {
  return "supportedValuesOf" in Intl ? Intl.supportedValuesOf("timeZone") : [];
}

// Moving over from the guide's .env file: its text is pasted, secrets go to the keychain, settings to the brand.

import { useState } from "react";
import { Field } from "../../components/field";
import { Waiting } from "../../components/waiting";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  detail: BrandDetail;
  onConnected: (connected: Connected) => void;
}

const EXAMPLE =
  "ZOHO_CLIENT_ID=1000.XXX\nZOHO_CLIENT_SECRET=XXX\nZOHO_REFRESH_TOKEN=1000.XXX\nZOHO_API_DOMAIN=zoho.com.au";

export function ConnectFromEnv({ detail, onConnected }: Props) {
  const [text, setText] = useState("");
  const take = useTell("brand_connect_env", () => null);
  const send = () =>
    take.mutate(
      { brand: detail.summary.slug, text },
      {
        onSuccess: ({ connected }) => {
          setText("");
          if (connected) onConnected(connected);
        },
      },
    );
  const taken = take.data;
  return (
    <div className="settings-stack">
      <Field label={t("settings:connect.env")} hint={t("settings:connect.envHint")} error={take.error?.message}>
        {(ids) => (
          <textarea
            {...ids}
            className="textarea env-text"
            rows={7}
            spellCheck={false}
            autoComplete="off"
            placeholder={EXAMPLE}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="row">
        <button
          type="button"
          className="button button-primary"
          disabled={!text.trim() || take.isPending}
          onClick={send}
        >
          {t("settings:connect.envAct")}
        </button>
        {take.isPending && <Waiting what={t("settings:connect.envTrying")} />}
      </div>
      {taken && (
        <div role="status" className="settings-stack">
          {taken.stored.length > 0 && <p>{t("settings:connect.envStored", { names: taken.stored.join(", ") })}</p>}
          {taken.ignored.length > 0 && (
            <p className="muted">{t("settings:connect.envIgnored", { names: taken.ignored.join(", ") })}</p>
          )}
          {taken.trouble && <p className="field-error">{taken.trouble}</p>}
          {!taken.connected && !taken.trouble && <p className="warn">{t("settings:connect.envMore")}</p>}
        </div>
      )}
    </div>
  );
}

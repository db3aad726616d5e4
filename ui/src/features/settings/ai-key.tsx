// The model's key: whether it is there, and a way to put another one in its place. Nothing can show it.

import { useState } from "react";
import { Field } from "../../components/field";
import { Tag } from "../../components/tag";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

export function AiKey({ present }: { present: boolean }) {
  const [typed, setTyped] = useState("");
  const set = useTell("secret_set", ({ done }) => done);
  const remove = useTell("secret_remove", ({ done }) => done);
  const keep = () =>
    set.mutate(
      { name: "openai_api_key", value: typed },
      {
        onSuccess: () => {
          setTyped("");
          // What was sent is not kept here either.
          set.reset();
        },
      },
    );
  return (
    <Field label={t("settings:ai.key")} hint={t("settings:ai.keyHint")} error={set.error?.message}>
      {(ids) => (
        <span className="settings-line">
          <input
            {...ids}
            className="input"
            type="password"
            autoComplete="off"
            placeholder={t(present ? "settings:ai.keyReplace" : "settings:ai.keyPaste")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Tag tone={present ? "good" : "warn"}>{t(present ? "settings:secretThere" : "settings:secretMissing")}</Tag>
          <button type="button" className="button" disabled={!typed.trim() || set.isPending} onClick={keep}>
            {t("settings:ai.keyKeep")}
          </button>
          {present && (
            <button
              type="button"
              className="link-button"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ name: "openai_api_key" })}
            >
              {t("remove")}
            </button>
          )}
        </span>
      )}
    </Field>
  );
}

// A secret of the whole program: whether it is there, and a way to put another one in its place. Nothing can show it.

import { type ReactNode, useState } from "react";
import { Field } from "../../components/field";
import { Tag } from "../../components/tag";
import type { SecretSlot } from "../../generated/SecretSlot";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  name: SecretSlot;
  label: string;
  hint: ReactNode;
  present: boolean;
  /** Makes one up; it shows until it is kept, because the other side needs it too. */
  make?: () => string;
}

export function SecretField({ name, label, hint, present, make }: Props) {
  const [typed, setTyped] = useState("");
  const [made, setMade] = useState(false);
  const set = useTell("secret_set", ({ done }) => done);
  const remove = useTell("secret_remove", ({ done }) => done);
  const type = (text: string, made: boolean) => {
    setTyped(text);
    setMade(made);
  };
  const keep = () =>
    set.mutate(
      { name, value: typed },
      {
        onSuccess: () => {
          type("", false);
          // What was sent is not kept here either.
          set.reset();
        },
      },
    );
  return (
    <Field label={label} hint={hint} error={set.error?.message}>
      {(ids) => (
        <span className="settings-line">
          <input
            {...ids}
            className="input"
            type={made ? "text" : "password"}
            autoComplete="off"
            spellCheck={false}
            placeholder={t(present ? "settings:ai.keyReplace" : "settings:ai.keyPaste")}
            value={typed}
            onChange={(event) => type(event.target.value, false)}
          />
          <Tag tone={present ? "good" : "warn"}>{t(present ? "settings:secretThere" : "settings:secretMissing")}</Tag>
          {make && (
            <button type="button" className="button" onClick={() => type(make(), true)}>
              {t("settings:relay.make")}
            </button>
          )}
          <button type="button" className="button" disabled={!typed.trim() || set.isPending} onClick={keep}>
            {t("settings:ai.keyKeep")}
          </button>
          {present && (
            <button
              type="button"
              className="link-button"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ name })}
            >
              {t("remove")}
            </button>
          )}
        </span>
      )}
    </Field>
  );
}

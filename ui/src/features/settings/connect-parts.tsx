// What every way to connect shares: the choice of the data centre, the permissions in plain words, secrets that are typed.

import { Choice } from "../../components/choice";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";
import { CopyLine } from "./copy-line";
import { DATA_CENTRES, type DataCentre, SCOPE_LINE, SCOPES } from "./zoho";

export function CentreChoice({ centre, onChoose }: { centre: DataCentre; onChoose: (centre: DataCentre) => void }) {
  return (
    <Field label={t("settings:connect.centre")} hint={t("settings:connect.centreHint")}>
      {({ id }) => (
        <Choice
          id={id}
          label={t("settings:connect.centre")}
          value={centre}
          options={DATA_CENTRES.map((value) => ({ value, label: centreLabel(value) }))}
          onChange={onChoose}
        />
      )}
    </Field>
  );
}

export function centreLabel(centre: DataCentre): string {
  return `${t(`settings:centres.${centreKey(centre)}`)} (${centre === "ca" ? "zohocloud.ca" : `zoho.${centre}`})`;
}

/** A dot would part the key of a text. */
function centreKey<C extends DataCentre>(centre: C) {
  return centre.replace(".", "_") as C extends "com.au" ? "com_au" : C extends "com.cn" ? "com_cn" : C;
}

export function Scopes() {
  return (
    <>
      <ul className="scopes">
        {SCOPES.map(({ scope, key }) => (
          <li key={scope}>
            <b>{t(`settings:scopes.${key}`)}</b>
            <span className="muted">{t(`settings:scopes.${key}Why`)}</span>
            <code className="faint">{scope}</code>
          </li>
        ))}
      </ul>
      <p className="muted">{t("settings:scopes.notAsked")}</p>
    </>
  );
}

export function ScopeLine() {
  return <CopyLine text={SCOPE_LINE} />;
}

interface SecretProps {
  label: string;
  hint?: string;
  value: string;
  onType: (value: string) => void;
  /** Whether the keychain has one already: what is left empty stays then. */
  kept?: boolean;
}

/** A secret on its way in; it is never shown, and gone from the page as soon as it is sent. */
export function SecretInput({ label, hint, value, onType, kept }: SecretProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder={kept ? t("settings:connect.kept") : ""}
          value={value}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}

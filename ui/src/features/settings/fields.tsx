// The controls of a form over settings: a line, a text, a number; a heading that groups them; and the bar that saves.

import type { ReactNode } from "react";
import { Field } from "../../components/field";
import { t } from "../../lib/i18n";
import { keyNames, useShortcut } from "../../lib/shortcuts";
import type { Form } from "./form";
import type { Key } from "./sections";

interface Props {
  form: Form;
  name: Key;
  label: string;
  hint?: ReactNode;
}

export function LineSetting({
  form,
  name,
  label,
  hint,
  list,
  onFocus,
}: Props & { list?: string; onFocus?: () => void }) {
  return (
    <Field label={label} hint={hint} error={form.problem(name)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          list={list}
          onFocus={onFocus}
          value={form.value(name)}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}

export function TextSetting({ form, name, label, hint, rows = 3 }: Props & { rows?: number }) {
  return (
    <Field label={label} hint={hint} error={form.problem(name)}>
      {(ids) => (
        <textarea
          {...ids}
          className="textarea settings-text"
          rows={rows}
          value={form.value(name)}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}

export function NumberSetting({ form, name, label, hint, unit }: Props & { unit?: string }) {
  return (
    <Field label={label} hint={hint} error={form.problem(name)}>
      {(ids) => (
        <span className="settings-number">
          <input
            {...ids}
            className="input"
            inputMode="decimal"
            autoComplete="off"
            value={form.value(name)}
            onChange={(event) => form.set(name, event.target.value.trim())}
          />
          {unit && <span className="muted">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

export function Part({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section className="settings-part">
      <header>
        <h2 className="settings-title">{title}</h2>
        {about && <p className="muted">{about}</p>}
      </header>
      {children}
    </section>
  );
}

/** Stands below a form as soon as something differs from what is saved. */
export function SaveBar({ form }: { form: Form }) {
  const many = Object.keys(form.changed).length;
  useShortcut({ keys: "mod+s", label: t("settings:save") }, () => void form.save(), many > 0);
  if (many === 0) return null;
  const wrong = Object.keys(form.changed).some((key) => form.problem(key as Key));
  return (
    <div className="save-bar">
      <span className="muted" role="status">
        {wrong ? t("settings:someWrong") : t("settings:unsaved", { count: many })}
      </span>
      <button type="button" className="link-button push" onClick={form.discard} disabled={form.saving}>
        {t("settings:discard")}
      </button>
      <button
        type="button"
        className="button button-primary"
        disabled={form.saving || wrong}
        onClick={() => void form.save()}
      >
        {form.saving ? t("settings:saving") : t("settings:save")}
        <kbd>{keyNames("mod+s").join(" ")}</kbd>
      </button>
    </div>
  );
}

// Which kinds of notices of a brand come up on the desktop. All of them are kept in the list of notices anyway.

import { Link } from "@tanstack/react-router";
import type { BrandDetail } from "../../generated/BrandDetail";
import { t } from "../../lib/i18n";
import { NOTICE_KINDS } from "../../lib/notice-kinds";
import { Part, SaveBar } from "./fields";
import { useForm } from "./form";
import { readKinds, writeKinds } from "./kinds";
import { KEYS } from "./sections";

export function NoticesSection({ detail }: { detail: BrandDetail }) {
  const form = useForm(detail, KEYS.notices);
  const kinds = readKinds(form.value("notices"));
  const error = form.problem("notices");
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:notices.title")} about={t("settings:notices.about", { brand: detail.summary.name })}>
        <fieldset className="ways">
          <legend className="visually-hidden">{t("settings:notices.title")}</legend>
          {NOTICE_KINDS.map((kind) => (
            <label key={kind} className="way">
              <input
                type="checkbox"
                checked={kinds.has(kind)}
                onChange={(event) => form.set("notices", writeKinds(kinds, kind, event.target.checked))}
              />
              <span>
                <b>{t(`settings:notices.kinds.${kind}`)}</b>
                <span className="muted">{t(`settings:notices.kindsAbout.${kind}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {error && <p className="field-error">{error}</p>}
        <p className="muted">
          {t("settings:notices.quiet")}{" "}
          <Link
            to="/settings/$section"
            params={{ section: "computer" }}
            search={(rest) => rest}
            className="settings-inline"
          >
            {t("settings:sections.computer")}
          </Link>
        </p>
      </Part>
      <SaveBar form={form} />
    </div>
  );
}

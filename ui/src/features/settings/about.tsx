// What this program is, where the data is, and who runs the tasks.

import { Link } from "@tanstack/react-router";
import { t } from "../../lib/i18n";
import { useStatus } from "../../lib/known";
import { Part } from "./fields";

export function AboutSection() {
  const { version, owner, owned_by, timezone, demo } = useStatus();
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("product")} about={t("settings:about.what")}>
        <dl className="facts">
          <dt>{t("settings:about.version")}</dt>
          <dd>{version}</dd>
          <dt>{t("settings:about.zone")}</dt>
          <dd>{timezone}</dd>
          <dt>{t("settings:about.tasks")}</dt>
          <dd>{owner ? t("settings:about.here") : t("settings:about.elsewhere", { owner: owned_by ?? "" })}</dd>
          <dt>{t("settings:about.data")}</dt>
          <dd>{t(demo ? "settings:about.demo" : "settings:about.own")}</dd>
          <dt>{t("settings:about.secrets")}</dt>
          <dd>{t("settings:about.secretsWhere")}</dd>
        </dl>
      </Part>
      <Part title={t("doctor:title")} about={t("settings:about.doctor")}>
        <Link to="/doctor" className="button settings-link">
          {t("settings:checkAll")}
        </Link>
      </Part>
    </div>
  );
}

// doctor: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function DoctorRoute() {
  return <Screen title={t("doctor:title")} />;
}

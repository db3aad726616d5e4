// settings: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function SettingsRoute() {
  return <Screen title={t("settings:title")} />;
}

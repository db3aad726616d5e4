// welcome: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function WelcomeRoute() {
  return <Screen title={t("welcome:title")} />;
}

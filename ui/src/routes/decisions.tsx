// decisions: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function DecisionsRoute() {
  return <Screen title={t("decisions:title")} />;
}

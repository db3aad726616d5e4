// analytics: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function AnalyticsRoute() {
  return <Screen title={t("analytics:title")} />;
}

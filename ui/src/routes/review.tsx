// review: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function ReviewRoute() {
  return <Screen title={t("review:title")} />;
}

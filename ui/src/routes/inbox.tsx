// inbox: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function InboxRoute() {
  return <Screen title={t("inbox:title")} />;
}

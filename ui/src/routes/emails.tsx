// emails: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function EmailsRoute() {
  return <Screen title={t("emails:title")} />;
}

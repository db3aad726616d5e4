// contact: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function ContactRoute() {
  return <Screen title={t("contacts:title")} />;
}

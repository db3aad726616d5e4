// import: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function ImportRoute() {
  return <Screen title={t("imports:title")} />;
}

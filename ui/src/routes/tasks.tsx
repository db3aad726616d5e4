// tasks: composition only.

import { Screen } from "../components/screen";
import { t } from "../lib/i18n";

export function TasksRoute() {
  return <Screen title={t("tasks:title")} />;
}

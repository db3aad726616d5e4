// The record of everything that was worth telling.

import { useSearch } from "@tanstack/react-router";
import { Screen } from "../components/screen";
import { Notices } from "../features/notices/notices";
import { t } from "../lib/i18n";
import { useFollowNotice } from "./follow-notice";

export function NoticesRoute() {
  const { deal } = useSearch({ from: "__root__" });
  const follow = useFollowNotice();
  return (
    <Screen title={t("notices:title")} note={t("notices:note")}>
      <Notices deal={deal} onOpen={follow} />
    </Screen>
  );
}

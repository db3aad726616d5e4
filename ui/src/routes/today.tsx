// Today: what needs me, and what happens.

import { useNavigate } from "@tanstack/react-router";
import { Screen } from "../components/screen";
import { Loading, Trouble } from "../components/states";
import { Feed } from "../features/feed/feed";
import { useAsk, useNow } from "../lib/ask";
import { t } from "../lib/i18n";
import { useBrandInScope, useBrandOf } from "../lib/known";
import { texts } from "../lib/texts";

/** Lines of the feed. */
const LINES = 100;

export function TodayRoute() {
  const now = useNow();
  const navigate = useNavigate();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const feed = useAsk("feed", { limit: LINES });
  return (
    <Screen title={t("today:title")}>
      {feed.isPending && <Loading what={texts.loading.feed} />}
      {feed.error && !feed.data && <Trouble error={feed.error} retry={() => void feed.refetch()} />}
      {feed.data && (
        <Feed
          rows={feed.data}
          now={now}
          brandOf={(slug) => (slug === scope?.slug ? null : brandOf(slug))}
          onOpen={(deal) => void navigate({ to: "/", search: { deal } })}
        />
      )}
    </Screen>
  );
}

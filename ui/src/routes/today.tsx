// Today: what needs me, what will happen, and what happens now.

import { Link, useNavigate } from "@tanstack/react-router";
import { Screen } from "../components/screen";
import { Loading, Trouble } from "../components/states";
import { Feed } from "../features/feed/feed";
import { Ahead } from "../features/today/ahead";
import { todayAsks } from "../features/today/asks";
import { Morning } from "../features/today/morning";
import { Needs } from "../features/today/needs";
import { useAsk, useNow } from "../lib/ask";
import { exact } from "../lib/format";
import { t } from "../lib/i18n";
import { useBrandInScope, useBrandOf, useStatus } from "../lib/known";

export function TodayRoute() {
  const status = useStatus();
  const navigate = useNavigate();
  const onOpen = (deal: string) => void navigate({ to: "/", search: { deal } });
  return (
    <Screen
      title={t("today:title")}
      note={status.demo ? undefined : exact(status.now)}
      actions={
        <>
          {status.demo && (
            <span className="chip" title={t("shell:simulatedWhy")}>
              {t("shell:simulated", { at: exact(status.now) })}
            </span>
          )}
          <Link to="/doctor" className="button">
            {t("today:doctor")}
          </Link>
        </>
      }
    >
      <div className="today">
        <div className="today-main">
          <section>
            <h2>{t("today:needsYou")}</h2>
            <Needs onOpen={onOpen} />
          </section>
          <Ahead />
          <Morning onOpen={onOpen} />
        </div>
        <aside className="today-side" aria-labelledby="activity">
          <h2 id="activity">{t("today:activity")}</h2>
          <div className="today-feed">
            <Happening onOpen={onOpen} />
          </div>
        </aside>
      </div>
    </Screen>
  );
}

function Happening({ onOpen }: { onOpen: (deal: string) => void }) {
  const now = useNow();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const feed = useAsk(...todayAsks(scope?.slug ?? null).feed);
  if (feed.isPending) return <Loading what={t("today:looking")} />;
  if (!feed.data) return feed.error ? <Trouble error={feed.error} retry={() => void feed.refetch()} /> : null;
  const rows = feed.data.filter((row) => !scope || row.brand === null || row.brand === scope.slug);
  return <Feed rows={rows} now={now} brandOf={(slug) => (scope ? null : brandOf(slug))} onOpen={onOpen} />;
}

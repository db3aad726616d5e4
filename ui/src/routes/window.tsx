// The one screen of the first window: sidebar, board, and what happens beside it.

import { useState } from "react";
import { SpokenLine } from "../components/spoken";
import { Loading, Trouble } from "../components/states";
import { Banner } from "../features/attention/banner";
import { Sidebar } from "../features/sidebar/sidebar";
import { NowProvider, useAsk } from "../lib/ask";
import { speakIn } from "../lib/format";
import { useLive } from "../lib/live";
import { goTo, usePlace } from "../lib/place";
import { texts } from "../lib/texts";
import { BoardScreen, NoBrand } from "./board-screen";
import { SidePanel } from "./side-panel";

/** How often the clock is asked for where no event comes; simulated time runs fast. */
const CLOCK = { demo: 2_000, real: 20_000 };

const MINUTE = 60_000;

export function Window() {
  useLive();
  const place = usePlace();
  const status = useAsk("status", {}, { every: (latest) => (latest?.demo ? CLOCK.demo : CLOCK.real) });
  const pipelines = useAsk("pipelines", {});
  const [folded, setFolded] = useState(true);

  if (!status.data || !pipelines.data) {
    const failed = [status, pipelines].find((ask) => ask.error);
    return (
      <main className="opening">
        <h1>{texts.product}</h1>
        {failed?.error ? (
          <Trouble error={failed.error} retry={() => void failed.refetch()} />
        ) : (
          <Loading what={texts.loading.window} />
        )}
      </main>
    );
  }

  // Before anything below says a time; saying it again changes nothing.
  speakIn(status.data.timezone);
  const current = pipelines.data.find((pipeline) => pipeline.id === place.pipeline) ?? pipelines.data[0];
  const banner = <Banner status={status.data} unreachable={status.error !== null} />;
  return (
    // Nothing on screen is finer than a minute: what is memoised stays until the next one.
    <NowProvider value={Math.floor(status.data.now / MINUTE) * MINUTE}>
      <div className="window">
        <Sidebar status={status.data} pipelines={pipelines.data} current={current} />
        <main className="main">
          {current ? (
            <BoardScreen
              key={current.id}
              status={status.data}
              pipeline={current}
              deal={place.deal}
              onShowFeed={() => setFolded(!folded)}
            >
              {banner}
            </BoardScreen>
          ) : (
            <NoBrand>{banner}</NoBrand>
          )}
        </main>
        <SidePanel
          status={status.data}
          brandOnScreen={current?.brand_id}
          deal={place.deal}
          folded={folded && place.deal === null}
          onOpen={(deal) => current && goTo(current.id, deal)}
          onClose={() => (place.deal && current ? goTo(current.id) : setFolded(true))}
        />
      </div>
      <SpokenLine />
    </NowProvider>
  );
}

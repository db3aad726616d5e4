// The frame of the window: sidebar, screen, the deal that is open beside it, and what lies above everything.

import { Outlet, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { SpokenLine } from "../components/spoken";
import { Loading, Trouble } from "../components/states";
import { Banner } from "../features/attention/banner";
import { EVERY_SCREEN, type ScreenLink } from "../features/sidebar/screens";
import { Sidebar } from "../features/sidebar/sidebar";
import { useFirstStart } from "../features/welcome/first-start";
import { NowProvider, useAsk } from "../lib/ask";
import { speakIn } from "../lib/format";
import { t } from "../lib/i18n";
import { KnownProvider } from "../lib/known";
import { later, OnceShown } from "../lib/later";
import { useVouchStart, useWatchStart } from "../lib/link-dialogs";
import { useLive } from "../lib/live";
import { useNewDealStart } from "../lib/new-deal";
import { useShortcut } from "../lib/shortcuts";
import { useClickedNotices } from "./follow-notice";

const DealPanel = later(() => import("../features/deal/deal-panel"), "DealPanel");
const Palette = later(() => import("./palette"), "EverythingPalette");
const NewDeal = later(() => import("../features/deal/new-deal"), "NewDeal");
const Vouch = later(() => import("../features/deal/vouch"), "Vouch");
const WatchLink = later(() => import("../features/links/watch"), "WatchLink");
const ShortcutSheet = later(() => import("../features/shortcuts/sheet"), "ShortcutSheet");

/** How often the clock is asked for where no event comes; simulated time runs fast. */
const CLOCK = { demo: 2_000, real: 20_000 };

const MINUTE = 60_000;

const REACHING = ["keydown", "pointerover", "focusin"] as const;

export function Shell() {
  useLive();
  const status = useAsk("status", {}, { every: (latest) => (latest?.demo ? CLOCK.demo : CLOCK.real) });
  const pipelines = useAsk("pipelines", {});
  if (!status.data || !pipelines.data) {
    const failed = [status, pipelines].find((ask) => ask.error);
    return (
      <main className="opening">
        <h1>{t("product")}</h1>
        {failed?.error ? (
          <Trouble error={failed.error} retry={() => void failed.refetch()} />
        ) : (
          <Loading what={t("shell:opening")} />
        )}
      </main>
    );
  }

  // Before anything below says a time; saying it again changes nothing.
  speakIn(status.data.timezone);
  return (
    // Nothing on screen is finer than a minute: what is memoised stays until the next one.
    <NowProvider value={Math.ceil(status.data.now / MINUTE) * MINUTE}>
      <KnownProvider value={{ status: status.data, pipelines: pipelines.data }}>
        <Frame unreachable={status.error !== null} />
      </KnownProvider>
    </NowProvider>
  );
}

function Frame({ unreachable }: { unreachable: boolean }) {
  const { deal } = useSearch({ from: "__root__" });
  const [above, setAbove] = useState<"palette" | "shortcuts" | null>(null);
  const newDeal = useNewDealStart() !== null;
  const vouching = useVouchStart() !== null;
  const watching = useWatchStart() !== null;
  const close = () => setAbove(null);
  useShortcut({ keys: "?", label: t("shell:shortcuts.help"), everywhere: true }, () => setAbove("shortcuts"));
  useShortcut({ keys: "mod+k", label: t("shell:shortcuts.palette"), everywhere: true }, () => setAbove("palette"));
  useAtHand();
  useReturnOfFocus(deal);
  useFirstStart();
  useClickedNotices();
  return (
    <>
      <div className="window" data-beside={deal ? true : undefined}>
        <Sidebar onSearch={() => setAbove("palette")} />
        <main className="main">
          <Banner unreachable={unreachable} />
          <Outlet />
        </main>
        {deal && <DealBeside key={deal} deal={deal} />}
      </div>
      {EVERY_SCREEN.map((screen) => (
        <GoTo key={screen.name} screen={screen} />
      ))}
      <OnceShown shown={above === "palette"}>
        <Palette open={above === "palette"} onClose={close} onShowShortcuts={() => setAbove("shortcuts")} />
      </OnceShown>
      <OnceShown shown={above === "shortcuts"}>
        <ShortcutSheet open={above === "shortcuts"} onClose={close} />
      </OnceShown>
      {newDeal && <NewDeal />}
      {vouching && <Vouch />}
      {watching && <WatchLink />}
      <SpokenLine />
    </>
  );
}

function DealBeside({ deal }: { deal: string }) {
  const navigate = useNavigate();
  // What else is in the address (a filter, the mail that is open) stays.
  const close = () => void navigate({ to: ".", search: (rest) => ({ ...rest, deal: undefined }) });
  return (
    <aside className="panel" aria-label={t("deal:title")}>
      <DealPanel id={deal} onClose={close} />
    </aside>
  );
}

function GoTo({ screen }: { screen: ScreenLink }) {
  const navigate = useNavigate();
  const label = t("shell:shortcuts.goTo", { screen: t(`${screen.name}:title`) });
  useShortcut({ keys: `g ${screen.key}`, label, everywhere: true }, () => void navigate({ to: screen.to }));
  return null;
}

/** What is reached for is fetched on the way: the palette while the first of its keys goes down, a deal once pointer or focus is on its card. */
function useAtHand(): void {
  useEffect(() => {
    const reach = (event: Event) => {
      if (event instanceof KeyboardEvent && ["Control", "Meta"].includes(event.key)) void Palette.fetch();
      if (event.target instanceof Element && event.target.closest("[data-card]")) void DealPanel.fetch();
    };
    for (const name of REACHING) window.addEventListener(name, reach);
    return () => {
      for (const name of REACHING) window.removeEventListener(name, reach);
    };
  }, []);
}

/** When the deal is closed, the focus goes back to its card or row. */
function useReturnOfFocus(deal: string | undefined): void {
  const before = useRef(deal);
  useEffect(() => {
    const closed = deal === undefined ? before.current : undefined;
    before.current = deal;
    if (closed) document.querySelector<HTMLElement>(`[data-card="${closed}"]`)?.focus();
  }, [deal]);
}

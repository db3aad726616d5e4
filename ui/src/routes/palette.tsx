// The palette with everything that can be done from it, and where what is found leads.

import { useNavigate } from "@tanstack/react-router";
import type { Follow, PaletteAct } from "../features/palette/entries";
import { Palette } from "../features/palette/palette";
import { EVERY_SCREEN, type ScreenLink } from "../features/sidebar/screens";
import { useTell } from "../lib/ask";
import { chooseLanguage, LANGUAGES, type Language, t } from "../lib/i18n";
import { useStatus } from "../lib/known";
import { openWatchLink } from "../lib/link-dialogs";
import { openNewDeal } from "../lib/new-deal";
import { PAUSE_LENGTHS } from "../lib/pause";
import { chooseScope } from "../lib/scope";
import { keyNames } from "../lib/shortcuts";
import { chooseTheme, THEMES } from "../lib/theme";

interface Props {
  open: boolean;
  onClose: () => void;
  onShowShortcuts: () => void;
}

export function EverythingPalette({ open, onClose, onShowShortcuts }: Props) {
  return <Palette open={open} onClose={onClose} acts={useActs(onShowShortcuts)} onFollow={useFollow()} />;
}

function useActs(onShowShortcuts: () => void): PaletteAct[] {
  const status = useStatus();
  const navigate = useNavigate();
  const pause = useTell("pause_all", ({ done }) => done);
  const resume = useTell("resume_all", ({ done }) => done);
  const run = useTell(
    "run_task",
    (done) => `${t(`words:tasks.${done.task}`)}: ${done.error ?? t("shell:palette.ran")}`,
  );
  const go = (screen: ScreenLink): PaletteAct => ({
    key: screen.to,
    title: t("shell:palette.go", { screen: t(`${screen.name}:title`) }),
    keys: keyNames(`g ${screen.key}`),
    act: () => void navigate({ to: screen.to }),
  });
  const languages = Object.entries(LANGUAGES) as [Language, string][];
  return [
    ...EVERY_SCREEN.map(go),
    { key: "new-deal", title: t("deal:new.title"), also: "add contact", act: () => openNewDeal() },
    { key: "watch-link", title: t("links:watch"), also: "backlink check", act: () => openWatchLink() },
    { key: "/import", title: t("imports:title"), also: "csv xlsx", act: () => void navigate({ to: "/import" }) },
    { key: "/doctor", title: t("doctor:title"), also: "check health", act: () => void navigate({ to: "/doctor" }) },
    ...(status.paused
      ? [{ key: "resume", title: t("shell:palette.resume"), act: () => resume.mutate({}) }]
      : // The one without an end first: who types "pause" and Enter is not to be surprised by an autopilot that goes on.
        PAUSE_LENGTHS.toReversed().map((length) => ({
          key: `pause-${length}`,
          title: t(`shell:palette.pause.${length}`),
          also: "stop",
          act: () => pause.mutate({ reason: t("shell:pilot.pauseReason"), length }),
        }))),
    ...status.tasks.map((task) => ({
      key: task.name,
      title: t("shell:palette.run", { task: t(`words:tasks.${task.name}`) }),
      act: () => run.mutate({ task: task.name, brand: null, deal: null }),
    })),
    {
      key: "all-brands",
      title: t("shell:palette.show", { brand: t("shell:allBrands") }),
      act: () => chooseScope(null),
    },
    ...status.brands.map((brand) => ({
      key: brand.slug,
      title: t("shell:palette.show", { brand: brand.name }),
      act: () => chooseScope(brand.slug),
    })),
    ...THEMES.map((theme) => ({
      key: theme,
      title: `${t("shell:theme")}: ${t(`shell:themes.${theme}`)}`,
      act: () => chooseTheme(theme),
    })),
    ...languages.map(([language, name]) => ({
      key: language,
      title: `${t("shell:language")}: ${name}`,
      also: "language",
      act: () => void chooseLanguage(language),
    })),
    { key: "shortcuts", title: t("shell:shortcuts.title"), keys: ["?"], act: onShowShortcuts },
  ];
}

/** Leads to what was found. */
function useFollow(): (follow: Follow) => void {
  const navigate = useNavigate();
  return ({ to, id }) => {
    if (to === "contact") void navigate({ to: "/contacts/$contact", params: { contact: id } });
    if (to === "deal") void navigate({ to: ".", search: (rest) => ({ ...rest, deal: id }) });
    if (to === "email") void navigate({ to: "/emails", search: { mail: id } });
    if (to === "message") void navigate({ to: "/inbox", search: { message: id } });
  };
}

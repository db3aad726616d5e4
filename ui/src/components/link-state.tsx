// How a link stands, in a word with a picture; what a look found; and the latest looks as a strip of marks.

import { Check, CircleDashed, CircleSlash, type LucideIcon, Minus, SearchX, Unlink } from "lucide-react";
import type { LinkLook } from "../generated/LinkLook";
import type { LinkState } from "../generated/LinkState";
import type { Standing } from "../generated/Standing";
import { exact } from "../lib/format";
import { t } from "../lib/i18n";
import { MEANINGS, type Meaning } from "../lib/link-states";
import "./link-state.css";
import { Tag, type Tone } from "./tag";

const STANDS: Record<Standing, [LucideIcon, Tone?]> = {
  lost: [Unlink, "danger"],
  missing: [SearchX, "warn"],
  weak: [Minus, "warn"],
  awaited: [CircleDashed, "wait"],
  standing: [Check, "good"],
  ended: [CircleSlash],
};

function StandingTag({ standing }: { standing: Standing }) {
  const [Icon, tone] = STANDS[standing];
  const word = t(`words:standings.${standing}`);
  if (tone)
    return (
      <Tag tone={tone} icon={Icon}>
        {word}
      </Tag>
    );
  return (
    <span className="tag muted">
      <Icon size={11} strokeWidth={2.2} aria-hidden="true" />
      {word}
    </span>
  );
}

/** With what the last look found, where that says more. */
export function LinkStanding({ standing, state }: { standing: Standing; state: LinkState | null }) {
  return (
    <span className="link-standing">
      <StandingTag standing={standing} />
      {state && state !== "live" && <span className="muted cut">{t(`words:linkStates.${state}`)}</span>}
    </span>
  );
}

/** Colours of what looks mean, for pictures. */
export const COLOURS: Record<Meaning, string> = {
  stands: "var(--good)",
  weak: "var(--warn)",
  missed: "var(--danger)",
  unknown: "var(--text-faint)",
};

/** Marks that are shown at most. */
const MARKS = 12;

/** One mark a look, oldest first: its height and its colour say the same. */
export function Looks({ history }: { history: readonly LinkLook[] }) {
  const shown = history.slice(-MARKS);
  if (shown.length === 0) return <span className="faint">{t("links:noLook")}</span>;
  const states = shown.map(({ state }) => t(`words:linkStates.${state}`)).join(", ");
  return (
    <span className="looks" role="img" aria-label={t("links:looks", { count: shown.length, states })}>
      {shown.map(({ at, state }) => (
        <span
          key={at}
          className="look"
          data-meaning={MEANINGS[state]}
          title={`${exact(at)}: ${t(`words:linkStates.${state}`)}`}
        />
      ))}
    </span>
  );
}

// What the palette offers: acts that fit what was typed, and what the engine found. Pure.

import type { Found } from "../../generated/Found";
import type { FoundRow } from "../../generated/FoundRow";
import { t } from "../../lib/i18n";

/** Where a hit leads. */
export type Follow =
  | { to: "contact"; id: string }
  | { to: "deal"; id: string }
  | { to: "email"; id: string }
  | { to: "message"; id: string };

export interface PaletteAct {
  key: string;
  title: string;
  /** Other words people may look for it by. */
  also?: string;
  keys?: string[];
  act: () => void;
}

export interface Entry {
  key: string;
  title: string;
  detail?: string;
  brand?: string;
  at?: number;
  keys?: string[] | undefined;
  act?: () => void;
  follow?: Follow;
}

/** Acts whose title or other words contain each word that was typed, as the beginning of a word. Without a word: all of them. */
export function matching(acts: readonly PaletteAct[], text: string): Entry[] {
  const typed = wordsOf(text).filter(Boolean);
  return acts.filter((act) => {
    const words = wordsOf(`${act.title} ${act.also ?? ""}`);
    return typed.every((start) => words.some((word) => word.startsWith(start)));
  });
}

/** What was found, by kind. */
export function entriesOf(found: Found): { title: string; entries: Entry[] }[] {
  const row = (kind: Follow["to"]) => (hit: FoundRow) => ({
    key: `${kind}-${hit.id}`,
    title: hit.title,
    detail: hit.detail,
    brand: hit.brand,
    at: hit.at,
    follow: { to: kind, id: hit.id },
  });
  return [
    { title: t("shell:palette.contacts"), entries: found.contacts.map(row("contact")) },
    { title: t("shell:palette.deals"), entries: found.deals.map(row("deal")) },
    { title: t("shell:palette.emails"), entries: found.emails.map(row("email")) },
    { title: t("shell:palette.messages"), entries: found.messages.map(row("message")) },
  ];
}

/** Signs between words do not count: a title is found as it reads, "Theme: dark" too. */
function wordsOf(text: string): string[] {
  return plain(text).split(/[^\p{L}\p{M}\p{N}]+/u);
}

/** Without accents and capitals, so that "resume" finds "Résumé". */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

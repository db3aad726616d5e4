// A cadence in plain words. Pure but for the language of the page.

import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

/** The most mails, and the longest wait in working days, as the engine has them. */
export const MOST = { mails: 12, days: 120 };

/** "The first mail goes at once, then one 3, 5 and 7 working days after the last." */
export function cadenceInWords([first = 0, ...rest]: readonly number[]): string {
  const start = first === 0 ? t("pipelines:cadence.atOnce") : t("pipelines:cadence.after", { count: first });
  const last = rest.at(-1);
  if (last === undefined) return t("pipelines:cadence.wordsOne", { first: start });
  const some = rest.slice(0, -1).map(count).join(", ");
  const list = some ? t("pipelines:cadence.and", { some, last: count(last) }) : count(last);
  return t("pipelines:cadence.words", { first: start, rest: list });
}

/** The list with one thing moved to another place. */
export function moveTo<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = [...list];
  const [one] = rest.splice(from, 1);
  if (one === undefined) return [...list];
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, one);
  return rest;
}

// When a mail goes out, in words: the earliest time, and what the recipient's clock says then. Pure.

import type { EmailContext } from "../../generated/EmailContext";
import { when } from "../../lib/format";
import { t } from "../../lib/i18n";
import { city, clockIn } from "../../lib/zone";

/** The page's clock stands at full minutes; what goes within one goes now. */
const MINUTE = 60_000;

export function goesOut(context: EmailContext, now: number): string {
  const { goes_at, zone, zone_from, checks } = context;
  if (goes_at === null) {
    const stop = checks.find((check) => !check.pass && check.next === null && check.gate !== "approval");
    return stop ? t("review:goes.blocked", { why: stop.why }) : t("review:goes.blockedPlain");
  }
  const clock = zone_from === null ? null : clockIn(Math.max(goes_at, now), zone);
  if (goes_at - now < MINUTE) {
    return clock ? t("review:goes.nowThere", { clock, city: city(zone) }) : t("review:goes.now");
  }
  const at = when(goes_at, now);
  return clock ? t("review:goes.there", { when: at, clock, city: city(zone) }) : t("review:goes.at", { when: at });
}

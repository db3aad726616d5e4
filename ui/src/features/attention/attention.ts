// Which sentences the banner shows. Pure. A pause that the person chose is no alarm: the autopilot's card says that one.

import type { Pause } from "../../generated/Pause";
import type { Status } from "../../generated/Status";
import { t } from "../../lib/i18n";

export interface AttentionLine {
  tone: "wait" | "warn" | "danger";
  what: string;
  why: string;
  fix: string | null;
  /** The paused brand, which can be resumed from here. */
  brand?: string;
  /** The brand whose sender settings say what to do. */
  sender?: string;
}

export function attention(status: Status | undefined, unreachable: boolean): AttentionLine[] {
  const lines: AttentionLine[] = [];
  if (unreachable) lines.push({ tone: "danger", what: t("unreachable"), why: "", fix: null });
  if (!status) return lines;
  if (!status.owner) {
    const what = t("shell:banner.guest", { owner: status.owned_by ?? t("shell:banner.anotherProcess") });
    lines.push({ tone: "wait", what, why: "", fix: t("shell:banner.guestFix") });
  }
  if (status.paused && !status.paused.by_person) lines.push(stopped(t("shell:banner.allPaused"), status.paused));
  for (const { name, slug, paused, sender } of status.brands) {
    if (paused) lines.push({ ...stopped(t("shell:banner.brandPaused", { brand: name }), paused), brand: slug });
    if (sender)
      lines.push({
        tone: "warn",
        what: t("shell:banner.sender", { brand: name }),
        why: `${sender.sentence}.`,
        fix: sender.fix,
        sender: slug,
      });
  }
  return lines;
}

function stopped(what: string, { reason, fix }: Pause): AttentionLine {
  return { tone: "warn", what, why: reason.replace(/[.]?$/, "."), fix };
}

// What happened to a mail, in the order it happened. Pure.

import type { EmailDetail } from "../../generated/EmailDetail";
import type { EmailLife } from "../../generated/EmailLife";
import { t } from "../../lib/i18n";

export interface Moment {
  at: number;
  what: string;
  /** The sentence that was kept with it. */
  why?: string | null;
  tone?: "good" | "warn" | "danger";
}

export function moments({ row }: EmailDetail, life: EmailLife): Moment[] {
  const by =
    row.written_by === "person" || row.written_by === "playbook" ? t(`emails:life.${row.written_by}`) : row.written_by;
  const told: (Moment | null)[] = [
    { at: row.created_at, what: t("emails:life.written", { by }) },
    life.edited_at === null ? null : { at: life.edited_at, what: t("emails:life.edited") },
    life.approved_at === null
      ? null
      : {
          at: life.approved_at,
          what: life.approved_by === "autopilot" ? t("emails:life.approvedAlone") : t("emails:life.approved"),
        },
    life.attempted_at === null
      ? null
      : {
          at: life.attempted_at,
          what: t("emails:life.tried", { count: row.attempts }),
          ...(row.sent_at === null ? { why: row.trouble, tone: "warn" as const } : {}),
        },
    row.sent_at === null ? null : { at: row.sent_at, what: t("emails:life.sent"), tone: "good" },
    life.answer_at === null ? null : answer(row.state === "bounced", life, life.answer_at),
  ];
  return told.filter((moment) => moment !== null).toSorted((a, b) => a.at - b.at);
}

function answer(bounced: boolean, life: EmailLife, at: number): Moment {
  if (bounced) return { at, what: t("emails:life.bounced"), tone: "danger" };
  const what = life.answer_class === null ? null : t(`words:replies.${life.answer_class}`).toLowerCase();
  return { at, what: what === null ? t("emails:life.answered") : t("emails:life.replied", { what }), tone: "good" };
}

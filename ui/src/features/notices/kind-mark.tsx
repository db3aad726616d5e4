// The mark of a notice by its kind.

import {
  CircleCheck,
  CircleHelp,
  type LucideIcon,
  MailCheck,
  Sun,
  ThumbsUp,
  TriangleAlert,
  Unlink,
} from "lucide-react";
import type { Tone } from "../../components/tag";
import type { NoticeKind } from "../../generated/NoticeKind";
import { t } from "../../lib/i18n";

const MARKS: Record<NoticeKind, [LucideIcon, Tone?]> = {
  question: [CircleHelp, "wait"],
  interested: [ThumbsUp, "good"],
  link_lost: [Unlink, "danger"],
  approval: [MailCheck, "wait"],
  trouble: [TriangleAlert, "warn"],
  solved: [CircleCheck, "good"],
  review: [Sun],
};

export function KindMark({ kind }: { kind: NoticeKind }) {
  const [Icon, tone] = MARKS[kind];
  return (
    <span className={`mark ${tone ? `mark-${tone}` : ""}`} title={t(`words:notices.${kind}`)}>
      <Icon size={13} strokeWidth={1.8} aria-hidden="true" />
      <span className="visually-hidden">{t(`words:notices.${kind}`)}</span>
    </span>
  );
}

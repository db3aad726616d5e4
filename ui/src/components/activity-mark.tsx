// The mark of an activity by its kind; colour only where the kind means something to the person.

import {
  Ban,
  CircleHelp,
  CircleX,
  Flag,
  type LucideIcon,
  MailCheck,
  MailX,
  MoveRight,
  NotebookPen,
  Pause,
  Pencil,
  PenLine,
  Plus,
  Reply,
  Send,
  Settings2,
  Sparkle,
  TriangleAlert,
} from "lucide-react";
import type { ActivityKind } from "../generated/ActivityKind";
import { t } from "../lib/i18n";
import type { Tone } from "./tag";

const MARKS: Record<ActivityKind, [LucideIcon, Tone?]> = {
  created: [Plus],
  edited: [Pencil],
  moved: [MoveRight],
  decided: [Sparkle],
  drafted: [PenLine, "wait"],
  approved: [MailCheck],
  cancelled: [CircleX],
  sent: [Send],
  trouble: [TriangleAlert, "warn"],
  replied: [Reply, "good"],
  bounced: [MailX, "danger"],
  suppressed: [Ban, "danger"],
  paused: [Pause, "warn"],
  closed: [Flag],
  flagged: [CircleHelp, "wait"],
  settings: [Settings2],
  noted: [NotebookPen],
};

export function ActivityMark({ kind }: { kind: ActivityKind }) {
  const [Icon, tone] = MARKS[kind];
  return (
    <span className={`mark ${tone ? `mark-${tone}` : ""}`} title={t(`words:activities.${kind}`)}>
      <Icon size={13} strokeWidth={1.8} aria-hidden="true" />
    </span>
  );
}

// What is asked before an act that needs more than a key: where to, until when, why.

import type { DealDetail } from "../../generated/DealDetail";
import { t } from "../../lib/i18n";
import type { Acts } from "./acts";
import { EndDialog } from "./end-dialog";
import { MoveDialog } from "./move-dialog";
import { PauseDialog } from "./pause-dialog";
import { WhenDialog } from "./when-dialog";

/** `closing:` with the key of a stage that closes the deal. */
export type Opened = "move" | "won" | "lost" | "pause" | "hold" | "next" | `closing:${string}`;

interface Props {
  opened: Opened | null;
  detail: DealDetail;
  acts: Acts;
  onClose: () => void;
  onOpen: (what: Opened) => void;
}

/** Each is mounted anew when it opens, so that it begins empty. */
export function DealDialogs({ opened, detail, acts, onClose, onOpen }: Props) {
  const { card } = detail.deal;
  if (opened === null) return null;
  switch (opened) {
    case "move":
      return (
        <MoveDialog
          detail={detail}
          onMove={acts.move}
          onEnd={(stage) => onOpen(`closing:${stage}`)}
          onClose={onClose}
        />
      );
    case "pause":
      return <PauseDialog onPause={acts.pause} onClose={onClose} />;
    case "hold":
      return (
        <WhenDialog
          title={t("deal:dialogs.holdTitle")}
          why={t("deal:dialogs.holdWhy")}
          label={t("deal:dialogs.until")}
          act={t("deal:dialogs.holdAct")}
          start={card.hold_until}
          onChoose={acts.hold}
          onClose={onClose}
        />
      );
    case "next":
      return (
        <WhenDialog
          title={t("deal:dialogs.nextTitle")}
          why={t("deal:dialogs.nextWhy")}
          label={t("deal:dialogs.at")}
          act={t("deal:dialogs.nextAct")}
          start={card.next_action_at}
          onChoose={acts.next}
          none={t("deal:acts.noNext")}
          orNow
          onClose={onClose}
        />
      );
    case "won":
    case "lost":
      return <EndDialog won={opened === "won"} fixed stage={null} onEnd={acts.end} onClose={onClose} />;
    default:
      return <EndDialog won fixed={false} stage={opened.slice("closing:".length)} onEnd={acts.end} onClose={onClose} />;
  }
}

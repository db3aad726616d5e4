// What can be done with everything that is selected: rises from below while something is.

import { X } from "lucide-react";
import { Menu } from "../../components/menu";
import type { StageRow } from "../../generated/StageRow";
import { money } from "../../lib/format";
import { t } from "../../lib/i18n";
import { keyNames, useShortcut } from "../../lib/shortcuts";
import type { Progress } from "./acts";
import { canDrop, type Placed } from "./drop";
import { hintOf } from "./move-menu";

interface Props {
  cards: readonly Placed[];
  stages: readonly StageRow[];
  progress: Progress | null;
  onMove: (to: StageRow) => void;
  onPause: () => void;
  onResume: () => void;
  onClose: () => void;
  onClear: () => void;
  onStop: () => void;
}

export function BulkBar({ cards, stages, progress, onMove, onPause, onResume, onClose, onClear, onStop }: Props) {
  useShortcut({ keys: "Escape", label: t("board:keys.clear") }, onClear, !progress);
  const value = cards.reduce((sum, { card }) => sum + card.value_cents, 0);
  return (
    <section className="bulk" aria-label={t("board:bulk.label")}>
      {progress ? (
        <>
          <progress value={progress.done} max={progress.total} aria-label={t("board:bulk.label")} />
          <span role="status">{t("board:bulk.progress", { ...progress })}</span>
          <button type="button" className="button" onClick={onStop}>
            {t("cancel")}
          </button>
        </>
      ) : (
        <>
          <strong className="bulk-count">{t("selected", { count: cards.length })}</strong>
          {value > 0 && <span className="bulk-value">{money(value)}</span>}
          <Menu
            className="button"
            button={t("board:bulk.move")}
            groups={[
              stages.map((stage) => ({
                key: stage.id,
                label: stage.name,
                hint: hintOf(cards, stage),
                disabled: !cards.some((placed) => canDrop(placed, stage).can),
                act: () => onMove(stage),
              })),
            ]}
          />
          <button type="button" className="button" onClick={onPause}>
            {t("board:bulk.pause")}
          </button>
          <button type="button" className="button" onClick={onResume} title={t("board:bulk.resumeWhy")}>
            {t("board:bulk.resume")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("board:bulk.close")}
          </button>
          <button type="button" className="icon-button" onClick={onClear} title={t("board:bulk.clear")}>
            <kbd>{keyNames("Escape").join(" ")}</kbd>
            <X size={14} aria-hidden="true" />
            <span className="visually-hidden">{t("board:bulk.clear")}</span>
          </button>
        </>
      )}
    </section>
  );
}

// Where the deal goes: the stages of its pipeline, by arrows and Enter, by its number, or by a click.

import { type KeyboardEvent, useRef } from "react";
import { Dialog } from "../../components/dialog";
import type { DealDetail } from "../../generated/DealDetail";
import type { StageRow } from "../../generated/StageRow";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { useNumbers } from "../../lib/numbers";
import { placeOf } from "./reading";

interface Props {
  detail: DealDetail;
  onMove: (stage: string) => unknown;
  /** The stage closes the deal: won or lost is asked next. */
  onEnd: (stage: string) => void;
  onClose: () => void;
}

export function MoveDialog({ detail, onMove, onEnd, onClose }: Props) {
  const { card } = detail.deal;
  const { pipeline, stage: here } = placeOf(detail.deal, useKnown().pipelines);
  const list = useRef<HTMLDivElement>(null);
  const stages = pipeline?.stages ?? [];
  const isOpen = card.status === "active" || card.status === "paused";
  const isHere = (stage: StageRow) => stage.id === here?.id && isOpen;
  const choose = (stage: StageRow) => {
    if (isHere(stage)) return;
    if (stage.kind === "open") {
      onClose();
      onMove(stage.key);
    } else onEnd(stage.key);
  };
  useNumbers((place) => {
    const stage = stages[place];
    if (stage) choose(stage);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>("button:enabled") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <Dialog title={t("deal:dialogs.moveTitle", { name: card.name || card.email })} open onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between its buttons */}
      <div className="stages" ref={list} onKeyDown={onKeyDown}>
        {stages.map((stage, place) => (
          <button
            key={stage.id}
            type="button"
            className="stage-choice"
            data-first={stages[place - 1] === here || undefined}
            disabled={isHere(stage)}
            aria-current={isHere(stage) || undefined}
            onClick={() => choose(stage)}
          >
            <kbd>{place + 1}</kbd>
            <span className="cut">{stage.name}</span>
            <span className="push faint">
              {isHere(stage) ? t("deal:dialogs.here") : stage.kind !== "open" && t("deal:dialogs.closes")}
            </span>
          </button>
        ))}
      </div>
      <p className="faint">{t("deal:dialogs.moveWhy")}</p>
    </Dialog>
  );
}

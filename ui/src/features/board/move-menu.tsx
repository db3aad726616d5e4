// "Move to": the stages of the pipeline as a menu at the card, opened by M. A number chooses at once.

import { Menu } from "@base-ui/react/menu";
import type { StageRow } from "../../generated/StageRow";
import { t } from "../../lib/i18n";
import { useNumbers } from "../../lib/numbers";
import { canDrop, nameOf, type Placed } from "./drop";

interface Props {
  stages: readonly StageRow[];
  cards: readonly Placed[];
  /** What it opens at, and where the focus returns. */
  anchor: HTMLElement;
  onMove: (to: StageRow) => void;
  onClose: () => void;
}

export function MoveMenu({ stages, cards, anchor, onMove, onClose }: Props) {
  const choose = (to: StageRow | undefined) => {
    if (!to || !cards.some((placed) => canDrop(placed, to).can)) return;
    onClose();
    onMove(to);
  };
  useNumbers((place) => choose(stages[place]));
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} sideOffset={4} align="start" className="layer">
          <Menu.Popup className="menu" finalFocus={() => (anchor.isConnected ? anchor : true)}>
            <Menu.Group>
              <Menu.GroupLabel className="menu-title">
                {t("board:move.title", { count: cards.length, name: nameOf(cards) })}
              </Menu.GroupLabel>
              {stages.map((stage, place) => (
                <Menu.Item
                  key={stage.id}
                  className="menu-item"
                  disabled={!cards.some((placed) => canDrop(placed, stage).can)}
                  onClick={() => choose(stage)}
                >
                  <span className="cut">{stage.name}</span>
                  <span className="menu-hint">{hintOf(cards, stage)}</span>
                  {place < 9 && <kbd>{place + 1}</kbd>}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** What a move to that stage means beyond the move, for the first of the cards that can go there. */
export function hintOf(cards: readonly Placed[], stage: StageRow): string | null {
  const verdicts = cards.map((placed) => canDrop(placed, stage));
  const verdict = verdicts.find((one) => one.can);
  if (!verdict?.can) return t("board:move.here");
  return verdict.hint ? t(`board:move.hints.${verdict.hint}`) : null;
}

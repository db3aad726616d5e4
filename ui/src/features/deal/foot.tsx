// What one does with the deal, with the keys, at the foot of the panel; everything rarer is in the menu.

import { useNavigate } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { Menu, type MenuItem } from "../../components/menu";
import type { DealDetail } from "../../generated/DealDetail";
import type { EmailKind } from "../../generated/EmailKind";
import type { EmailRow } from "../../generated/EmailRow";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import type { Acts } from "./acts";
import type { Opened } from "./dialogs";

interface Props {
  detail: DealDetail;
  acts: Acts;
  /** The mail that is on its way: another one is written only after it. */
  pending: EmailRow | null;
  onOpen: (what: Opened | "compose") => void;
}

const KINDS: EmailKind[] = ["initial", "first_follow_up", "second_follow_up", "later_follow_up"];

export function Foot({ detail, acts, pending, onOpen }: Props) {
  const { card } = detail.deal;
  const isOpen = card.status === "active" || card.status === "paused";
  const mayWrite = isOpen && pending === null;
  const answer = t(detail.messages.length > 0 ? "deal:acts.answer" : "deal:acts.write");
  const draft = t("deal:acts.draft");
  const move = t(isOpen ? "deal:acts.move" : "deal:acts.reopen");
  useShortcut({ keys: "r", label: answer }, () => onOpen("compose"), mayWrite);
  useShortcut({ keys: "d", label: draft }, () => acts.draft(null), mayWrite);
  useShortcut({ keys: "m", label: move }, () => onOpen("move"));
  useShortcut({ keys: "h", label: t("deal:acts.hold") }, () => onOpen("hold"), isOpen);
  return (
    <footer className="panel-foot">
      {mayWrite && (
        <>
          <button type="button" className="button button-primary" onClick={() => onOpen("compose")}>
            {answer} <kbd>R</kbd>
          </button>
          <button type="button" className="button" disabled={acts.isDrafting} onClick={() => acts.draft(null)}>
            {acts.isDrafting ? t("deal:acts.drafting") : draft} <kbd>D</kbd>
          </button>
        </>
      )}
      <button type="button" className={mayWrite ? "link-button push" : "button"} onClick={() => onOpen("move")}>
        {move} <kbd>M</kbd>
      </button>
      <MoreMenu {...{ detail, acts, pending, onOpen }} />
    </footer>
  );
}

function MoreMenu({ detail, acts, pending, onOpen }: Props) {
  const navigate = useNavigate();
  const now = useNow();
  const { card } = detail.deal;
  const isOpen = card.status === "active" || card.status === "paused";
  const dots = (act: string) => t("deal:acts.dots", { act });
  const item = (key: string, label: string, act: () => unknown, rest: Partial<MenuItem> = {}): MenuItem => ({
    key,
    label,
    act: () => void act(),
    ...rest,
  });
  const drafts = KINDS.map((kind) =>
    item(kind, t("deal:acts.draftKind", { kind: t(`words:mails.${kind}`) }), () => acts.draft(kind)),
  );
  const held = card.hold_until !== null && card.hold_until > now;
  const pace = [
    ...(pending === null ? [item("next", dots(t("deal:acts.next")), () => onOpen("next"))] : []),
    item("hold", dots(t("deal:acts.hold")), () => onOpen("hold"), { hint: <kbd>H</kbd> }),
    ...(held ? [item("lift", t("deal:acts.lift"), () => acts.hold(null))] : []),
    card.status === "paused"
      ? item("resume", t("deal:acts.resume"), acts.resume)
      : item("pause", dots(t("deal:acts.pause")), () => onOpen("pause")),
  ];
  const ends = [
    item("won", dots(t("deal:acts.won")), () => onOpen("won")),
    item("lost", dots(t("deal:acts.lost")), () => onOpen("lost"), { danger: true }),
  ];
  const contact = item("contact", t("deal:acts.contact"), () =>
    navigate({
      to: "/contacts/$contact",
      params: { contact: card.contact_id },
      search: (rest) => ({ ...rest, deal: card.id }),
    }),
  );
  return (
    <Menu
      className="icon-button panel-dots"
      align="end"
      label={t("deal:more")}
      button={<Ellipsis size={15} aria-hidden="true" />}
      groups={[isOpen && pending === null ? drafts : [], isOpen ? pace : [], isOpen ? ends : [], [contact]]}
    />
  );
}

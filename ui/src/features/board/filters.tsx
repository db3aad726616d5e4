// The line above the board: what is asked most as one click each, everything else behind "Filter", views that were saved, and how much of
// it all there is.

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Board } from "../../generated/Board";
import type { BoardFilter } from "../../generated/BoardFilter";
import { count, money } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { isFiltered, NO_FILTER } from "./filter";
import { FilterForm } from "./filter-form";
import { needsYou } from "./status";
import { Views } from "./views";

/** The score that is one click away. */
const HOT = 60;

interface Props {
  board: Board;
  filter: BoardFilter;
  /** Where "next" starts from; after the last one it begins again. */
  open: string | null;
  onFilter: (filter: BoardFilter) => void;
  onOpen: (deal: string) => void;
}

export function Filters({ board, filter, open, onFilter, onOpen }: Props) {
  const set = (change: Partial<BoardFilter>) => onFilter({ ...filter, ...change });
  useNextNeed(board, open, onOpen, () => set({ needs_you: true }));
  return (
    <section className="filters" aria-label={t("board:filters.label")}>
      <Toggle on={filter.needs_you} act={(needs_you) => set({ needs_you })}>
        {t("board:filters.needsYou")}
        {board.needs_you > 0 && <span className="filters-count">{count(board.needs_you)}</span>}
      </Toggle>
      <Toggle on={filter.next === "today"} act={(on) => set({ next: on ? "today" : null })}>
        {t("board:filters.today")}
      </Toggle>
      <Toggle on={filter.replied} act={(replied) => set({ replied })}>
        {t("board:filters.replied")}
      </Toggle>
      <Toggle on={filter.score_from !== null} act={(on) => set({ score_from: on ? HOT : null })}>
        {t("board:filters.scoreFrom", { score: filter.score_from ?? HOT })}
      </Toggle>
      {others(filter).map(({ key, name, without }) => (
        <button
          key={key}
          type="button"
          className="chip chip-on"
          title={t("board:filters.without", { name })}
          onClick={() => onFilter(without)}
        >
          <span className="cut">{name}</span>
          <X size={11} aria-hidden="true" />
          <span className="visually-hidden">{t("remove")}</span>
        </button>
      ))}
      <FilterForm pipeline={board.pipeline.id} filter={filter} onFilter={onFilter} />
      <Views filter={filter} onFilter={onFilter} />
      {isFiltered(filter) && (
        <button type="button" className="link-button" onClick={() => onFilter(NO_FILTER)}>
          {t("board:filters.clear")}
        </button>
      )}
      <Totals board={board} filtered={isFiltered(filter)} />
    </section>
  );
}

function Totals({ board, filtered }: { board: Board; filtered: boolean }) {
  const [said, say] = useState("");
  useEffect(() => {
    say(filtered ? t("board:announce.filtered", { count: board.deals }) : "");
  }, [filtered, board.deals]);
  const value = board.value_cents > 0 ? money(board.value_cents) : null;
  return (
    <>
      <span className="filters-totals">
        {[t("board:deals", { count: board.deals }), value].filter(Boolean).join(" · ")}
      </span>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

function Toggle({ on, act, children }: { on: boolean; act: (on: boolean) => void; children: React.ReactNode }) {
  return (
    <button type="button" className={on ? "chip chip-on" : "chip"} aria-pressed={on} onClick={() => act(!on)}>
      {children}
    </button>
  );
}

/** N opens the next deal that waits for the person; where none of them is in sight, it shows only those. */
function useNextNeed(board: Board, open: string | null, onOpen: (deal: string) => void, onlyThose: () => void): void {
  const next = () => {
    const cards = board.columns.flatMap((column) => column.cards);
    // The open one may have been settled just now: what counts is its place, not whether it still waits.
    const after = cards.findIndex((card) => card.id === open) + 1;
    const found = [...cards.slice(after), ...cards.slice(0, after)].find(needsYou);
    if (found) onOpen(found.id);
    else if (board.needs_you > 0) onlyThose();
  };
  useShortcut({ keys: "n", label: t("board:keys.next") }, next);
}

/** What is set and has no place of its own in the line. */
function others(filter: BoardFilter): { key: string; name: string; without: BoardFilter }[] {
  const { statuses, tags, next, text } = filter;
  return [
    ...statuses.map((status) => ({
      key: `status-${status}`,
      name: t(`words:deals.${status}`),
      without: { ...filter, statuses: statuses.filter((other) => other !== status) },
    })),
    ...tags.map((tag) => ({
      key: `tag-${tag}`,
      name: tag,
      without: { ...filter, tags: tags.filter((other) => other !== tag) },
    })),
    ...(next && next !== "today"
      ? [{ key: "next", name: t(`board:filters.nexts.${next}`), without: { ...filter, next: null } }]
      : []),
    ...(text ? [{ key: "text", name: `“${text}”`, without: { ...filter, text: "" } }] : []),
  ];
}

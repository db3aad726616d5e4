// The middle of the window: a pipeline's title, its totals, its board.

import { Activity } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { Command, Empty, Loading, Trouble } from "../components/states";
import { Board } from "../features/board/board";
import { BoardHeader } from "../features/board/header";
import type { PipelineRow } from "../generated/PipelineRow";
import type { Status } from "../generated/Status";
import { useAsk, useNow } from "../lib/ask";
import { exact } from "../lib/format";
import { goTo } from "../lib/place";
import { texts } from "../lib/texts";

/** Cards per stage at first, and how many more each time. */
const CARDS = { first: 60, more: 120 };

interface Props {
  status: Status;
  pipeline: PipelineRow;
  deal: string | null;
  onShowFeed: () => void;
  /** What stands between the title and the board. */
  children: ReactNode;
}

export function BoardScreen({ status, pipeline, deal, onShowFeed, children }: Props) {
  const now = useNow();
  const [limit, setLimit] = useState(CARDS.first);
  const board = useAsk("board", { pipeline: pipeline.id, limit }, { keep: true });
  const onOpen = useCallback((id: string) => goTo(pipeline.id, id), [pipeline.id]);
  const brand = status.brands.find((brand) => brand.id === pipeline.brand_id);
  return (
    <>
      <header className="top">
        <h1>{pipeline.name}</h1>
        <span className="faint">{brand?.name}</span>
        {status.demo && (
          <span className="chip push" title={texts.simulatedWhy}>
            {texts.simulated(exact(status.now))}
          </span>
        )}
        <button
          type="button"
          className={`icon-button only-narrow ${status.demo ? "" : "push"}`}
          onClick={onShowFeed}
          aria-label={texts.feed.open}
          title={texts.feed.open}
        >
          <Activity size={15} aria-hidden="true" />
        </button>
      </header>
      {children}
      {board.data && board.data.deals > 0 && <BoardHeader board={board.data} selected={deal} onOpen={onOpen} />}
      {board.isPending && <Loading what={texts.loading.board} />}
      {board.error && !board.data && <Trouble error={board.error} retry={() => void board.refetch()} />}
      {board.data && (
        <Board
          board={board.data}
          now={now}
          selected={deal}
          onOpen={onOpen}
          onMore={() => setLimit(limit + CARDS.more)}
        />
      )}
    </>
  );
}

export function NoBrand({ children }: Pick<Props, "children">) {
  return (
    <>
      <header className="top">
        <h1>{texts.product}</h1>
      </header>
      {children}
      <Empty title={texts.board.noBrand}>
        <p>{texts.board.noBrandWhy}</p>
        <p className="faint">{texts.board.emptyStep}</p>
        <Command words={["autopilot seed"]} />
      </Empty>
    </>
  );
}

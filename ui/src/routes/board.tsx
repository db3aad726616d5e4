// The board of one pipeline: its title, its totals, its stages.

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { useCallback, useState } from "react";
import { Menu } from "../components/menu";
import { Command, Empty, Loading, Trouble } from "../components/states";
import { Board } from "../features/board/board";
import { BoardHeader } from "../features/board/header";
import type { PipelineRow } from "../generated/PipelineRow";
import { useAsk, useNow } from "../lib/ask";
import { exact } from "../lib/format";
import { t } from "../lib/i18n";
import { useBrandInScope, useKnown } from "../lib/known";
import { texts } from "../lib/texts";

/** Cards per stage at first, and how many more each time. */
const CARDS = { first: 60, more: 120 };

export function BoardRoute() {
  const { pipelines } = useKnown();
  const brand = useBrandInScope();
  const { pipeline: chosen } = useParams({ strict: false });
  const mine = pipelines.filter((pipeline) => !brand || pipeline.brand_id === brand.id);
  const pipeline = pipelines.find((pipeline) => pipeline.id === chosen) ?? mine[0];
  return pipeline ? <BoardScreen key={pipeline.id} pipeline={pipeline} /> : <NoBrand />;
}

function BoardScreen({ pipeline }: { pipeline: PipelineRow }) {
  const { status, pipelines } = useKnown();
  const navigate = useNavigate();
  const { deal } = useSearch({ from: "__root__" });
  const now = useNow();
  const [limit, setLimit] = useState(CARDS.first);
  const board = useAsk("board", { pipeline: pipeline.id, limit }, { keep: true });
  const onOpen = useCallback(
    (id: string) => void navigate({ to: "/board/$pipeline", params: { pipeline: pipeline.id }, search: { deal: id } }),
    [navigate, pipeline.id],
  );
  const brandOf = (id: string) => status.brands.find((brand) => brand.id === id);
  return (
    <>
      <header className="top">
        <Menu
          className="title-menu"
          button={
            <>
              <h1>{pipeline.name}</h1>
              <ChevronDown size={13} aria-hidden="true" />
            </>
          }
          groups={status.brands.map((brand) =>
            pipelines
              .filter((one) => one.brand_id === brand.id)
              .map((one) => ({
                key: one.id,
                label: `${one.name} · ${brand.name}`,
                chosen: one.id === pipeline.id,
                act: () => void navigate({ to: "/board/$pipeline", params: { pipeline: one.id } }),
              })),
          )}
        />
        <span className="faint">{brandOf(pipeline.brand_id)?.name}</span>
        {status.demo && (
          <span className="chip push" title={t("shell:simulatedWhy")}>
            {t("shell:simulated", { at: exact(status.now) })}
          </span>
        )}
      </header>
      {board.data && board.data.deals > 0 && <BoardHeader board={board.data} selected={deal ?? null} onOpen={onOpen} />}
      {board.isPending && <Loading what={texts.loading.board} />}
      {board.error && !board.data && <Trouble error={board.error} retry={() => void board.refetch()} />}
      {board.data && (
        <Board
          board={board.data}
          now={now}
          selected={deal ?? null}
          onOpen={onOpen}
          onMore={() => setLimit(limit + CARDS.more)}
        />
      )}
    </>
  );
}

function NoBrand() {
  return (
    <>
      <header className="top">
        <h1>{t("product")}</h1>
      </header>
      <Empty title={texts.board.noBrand}>
        <p>{texts.board.noBrandWhy}</p>
        <p className="faint">{texts.board.emptyStep}</p>
        <Command words={["autopilot seed"]} />
      </Empty>
    </>
  );
}

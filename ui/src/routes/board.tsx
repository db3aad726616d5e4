// The board of one pipeline: its title, its filter, its stages.

import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { useCallback } from "react";
import { BrandMark } from "../components/brand-mark";
import { Menu } from "../components/menu";
import { Command, Empty, Loading, Trouble } from "../components/states";
import { Board } from "../features/board/board";
import { PAGE } from "../features/board/column";
import { isFiltered, NO_FILTER, readFilter, writeFilter } from "../features/board/filter";
import { Filters } from "../features/board/filters";
import type { BoardFilter } from "../generated/BoardFilter";
import type { PipelineRow } from "../generated/PipelineRow";
import { useAsk, useNow } from "../lib/ask";
import { exact } from "../lib/format";
import { t } from "../lib/i18n";
import { useBrandInScope, useBrandOf, useKnown } from "../lib/known";
import { openNewDeal } from "../lib/new-deal";

export function BoardRoute() {
  const { pipelines } = useKnown();
  const brand = useBrandInScope();
  const { pipeline: chosen } = useParams({ strict: false });
  const mine = pipelines.filter((pipeline) => !brand || pipeline.brand_id === brand.id);
  const pipeline = pipelines.find((pipeline) => pipeline.id === chosen) ?? mine[0];
  return pipeline ? <BoardScreen key={pipeline.id} pipeline={pipeline} /> : <NoBrand />;
}

function BoardScreen({ pipeline }: { pipeline: PipelineRow }) {
  const navigate = useNavigate();
  const { deal, filter: asked } = useSearch({ strict: false });
  const filter = readFilter(asked);
  const now = useNow();
  const board = useAsk("board", { pipeline: pipeline.id, limit: PAGE, filter }, { keep: true });
  const onOpen = useCallback(
    (id: string) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal: id }) }),
    [navigate],
  );
  const onFilter = (next: BoardFilter) =>
    void navigate({ to: ".", search: (rest) => ({ ...rest, filter: writeFilter(next) }), replace: true });
  return (
    <>
      <Header pipeline={pipeline} />
      {board.data && (board.data.deals > 0 || isFiltered(filter)) && (
        <Filters board={board.data} filter={filter} open={deal ?? null} onFilter={onFilter} onOpen={onOpen} />
      )}
      {board.isPending && <Loading what={t("loading", { what: t("board:loading") })} />}
      {board.error && !board.data && <Trouble error={board.error} retry={() => void board.refetch()} />}
      {board.data && board.data.deals === 0 && (
        <Nobody pipeline={pipeline} filtered={isFiltered(filter)} onShowAll={() => onFilter(NO_FILTER)} />
      )}
      {board.data && board.data.deals > 0 && (
        <Board board={board.data} filter={filter} now={now} open={deal ?? null} onOpen={onOpen} />
      )}
    </>
  );
}

function Header({ pipeline }: { pipeline: PipelineRow }) {
  const { status, pipelines } = useKnown();
  const navigate = useNavigate();
  const brandOf = useBrandOf();
  const brand = brandOf(pipeline.brand);
  return (
    <header className="top">
      <Menu
        className="title-menu"
        button={
          <>
            {brand && <BrandMark {...brand} />}
            <h1>{pipeline.name}</h1>
            <ChevronDown size={13} aria-hidden="true" />
            <span className="visually-hidden">{t("board:pipelines")}</span>
          </>
        }
        groups={status.brands.map((brand) =>
          pipelines
            .filter((one) => one.brand_id === brand.id)
            .map((one) => ({
              key: one.id,
              label: one.name,
              hint: brand.name,
              chosen: one.id === pipeline.id,
              act: () => void navigate({ to: "/board/$pipeline", params: { pipeline: one.id } }),
            })),
        )}
      />
      <span className="faint cut">{brand?.name}</span>
      {status.demo && (
        <span className="chip" title={t("shell:simulatedWhy")}>
          {t("shell:simulated", { at: exact(status.now) })}
        </span>
      )}
      <div className="row push">
        <Link to="/import" className="button button-quiet">
          {t("board:import")}
        </Link>
        <button
          type="button"
          className="button button-primary"
          onClick={() => openNewDeal({ brand: pipeline.brand, pipeline: pipeline.key })}
        >
          {t("board:newDeal")}
        </button>
      </div>
    </header>
  );
}

function Nobody({
  pipeline,
  filtered,
  onShowAll,
}: {
  pipeline: PipelineRow;
  filtered: boolean;
  onShowAll: () => void;
}) {
  if (filtered) {
    return (
      <Empty title={t("board:empty.filtered", { pipeline: pipeline.name })}>
        <p>{t("board:empty.filteredWhy")}</p>
        <button type="button" className="button" onClick={onShowAll}>
          {t("board:empty.showAll")}
        </button>
      </Empty>
    );
  }
  return (
    <Empty title={t("board:empty.title", { pipeline: pipeline.name })}>
      <p>{t("board:empty.why")}</p>
      <Link to="/import" className="button button-primary">
        {t("board:empty.import")}
      </Link>
      <p className="faint">{t("board:empty.step")}</p>
      <Command
        words={[
          "autopilot import list.csv",
          `--brand ${pipeline.brand}`,
          "--create-deals",
          `--pipeline ${pipeline.key}`,
        ]}
      />
    </Empty>
  );
}

function NoBrand() {
  return (
    <>
      <header className="top">
        <h1>{t("product")}</h1>
      </header>
      <Empty title={t("board:empty.noBrand")}>
        <p>{t("board:empty.noBrandWhy")}</p>
        <p className="faint">{t("board:empty.noBrandStep")}</p>
        <Command words={["autopilot seed"]} />
      </Empty>
    </>
  );
}

// The stages of a pipeline in order: dragged by a handle or moved by Alt and the arrows, renamed in place, added and removed.

import {
  DndContext,
  type DragEndEvent,
  PointerSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { GripVertical, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Choice } from "../../components/choice";
import type { Advance } from "../../generated/Advance";
import type { BoardFilter } from "../../generated/BoardFilter";
import type { PipelineRow } from "../../generated/PipelineRow";
import type { StageKind } from "../../generated/StageKind";
import type { StageRow } from "../../generated/StageRow";
import { useAsk, useTell } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { moveTo } from "./cadence";
import { RemoveStage } from "./remove-stage";
import { Rename } from "./rename";
import { useUndoable } from "./undoable";

const KINDS: readonly StageKind[] = ["open", "closed", "won", "lost"];
const ADVANCES: readonly Advance[] = [
  "research",
  "first_sent",
  "second_sent",
  "third_sent",
  "positive_reply",
  "link_placed",
];

/** Also deals that were lost in a stage that is open: they stand in it, though not on the board. */
const EVERYBODY: BoardFilter = {
  statuses: ["active", "paused", "won", "lost"],
  tags: [],
  score_from: null,
  next: null,
  needs_you: false,
  replied: false,
  text: "",
};

export function Stages({ pipeline }: { pipeline: PipelineRow }) {
  const held = useAsk("board", { pipeline: pipeline.id, limit: 0, filter: EVERYBODY }, { keep: true });
  const reorder = useUndoable("stage_reorder");
  // The order as it was put, until the engine's own is here.
  const [order, setOrder] = useState<string[] | null>(null);
  const [removing, setRemoving] = useState<StageRow | null>(null);
  const [spoken, setSpoken] = useState("");
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const stages = order
    ? order.flatMap((id) => pipeline.stages.find((stage) => stage.id === id) ?? [])
    : pipeline.stages;
  const deals = (stage: StageRow) => held.data?.columns.find((column) => column.stage.id === stage.id)?.count ?? 0;
  const put = (from: number, to: number) => {
    const one = stages[from];
    if (!one || to < 0 || to >= stages.length || to === from) return;
    const next = moveTo(stages, from, to).map(({ id }) => id);
    setOrder(next);
    setSpoken(t("pipelines:moved", { name: one.name, place: to + 1, all: stages.length }));
    const before = pipeline.stages.map(({ id }) => id);
    reorder({ pipeline: pipeline.id, order: next }, { pipeline: pipeline.id, order: before }, () => setOrder(null));
  };
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const place = (id: unknown) => stages.findIndex((stage) => stage.id === id);
    if (over) put(place(active.id), place(over.id));
  };
  const onKeyDown = (event: KeyboardEvent, place: number) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    put(place, place + step);
  };
  return (
    <section className="stage-list" aria-label={t("pipelines:stages")}>
      <h3>{t("pipelines:stages")}</h3>
      <p className="field-hint">{t("pipelines:stagesAbout")}</p>
      <div className="stage stage-titles" aria-hidden="true">
        <span />
        <span>{t("pipelines:name")}</span>
        <span>{t("pipelines:kind")}</span>
        <span>{t("pipelines:advance")}</span>
        <span className="stage-deals">{t("pipelines:dealsTitle")}</span>
        <span />
      </div>
      <DndContext sensors={sensors} onDragEnd={onDragEnd}>
        <ol>
          {stages.map((stage, place) => (
            <Stage
              key={stage.id}
              stage={stage}
              deals={deals(stage)}
              onKeyDown={(event) => onKeyDown(event, place)}
              onRemove={() => setRemoving(stage)}
            />
          ))}
        </ol>
      </DndContext>
      <NewStage pipeline={pipeline.id} />
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      {removing && (
        <RemoveStage
          stage={removing}
          stages={pipeline.stages}
          deals={deals(removing)}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

interface StageProps {
  stage: StageRow;
  deals: number;
  onKeyDown: (event: KeyboardEvent) => void;
  onRemove: () => void;
}

function Stage({ stage, deals, onKeyDown, onRemove }: StageProps) {
  const drag = useDraggable({ id: stage.id });
  const drop = useDroppable({ id: stage.id });
  const rename = useUndoable("stage_rename");
  const kind = useUndoable("stage_kind");
  const advance = useUndoable("stage_advance");
  const { transform, isDragging } = drag;
  return (
    <li
      ref={drop.setNodeRef}
      className="stage"
      data-over={(drop.isOver && !isDragging) || undefined}
      data-lifted={isDragging || undefined}
      style={transform ? { transform: `translateY(${transform.y}px)` } : undefined}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        ref={drag.setNodeRef}
        className="stage-handle"
        aria-label={t("pipelines:move", { name: stage.name })}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        title={t("pipelines:move", { name: stage.name })}
        {...drag.listeners}
      >
        <GripVertical size={14} aria-hidden="true" />
      </button>
      <Rename
        label={t("pipelines:renameStage", { name: stage.name })}
        name={stage.name}
        onName={(name) => rename({ stage: stage.id, name }, { stage: stage.id, name: stage.name })}
      />
      <Choice
        label={t("pipelines:kindOf", { name: stage.name })}
        value={stage.kind}
        options={KINDS.map((value) => ({ value, label: t(`pipelines:kinds.${value}`) }))}
        onChange={(next) => kind({ stage: stage.id, kind: next }, { stage: stage.id, kind: stage.kind })}
      />
      {stage.kind === "open" ? (
        <Choice<Advance | "none">
          label={t("pipelines:advanceOf", { name: stage.name })}
          value={stage.advance_on ?? "none"}
          options={(["none", ...ADVANCES] as const).map((value) => ({
            value,
            label: t(`pipelines:advances.${value}`),
          }))}
          onChange={(next) =>
            advance({ stage: stage.id, on: next === "none" ? null : next }, { stage: stage.id, on: stage.advance_on })
          }
        />
      ) : (
        <span className="faint stage-still">–</span>
      )}
      <span className="stage-deals" title={t("pipelines:deals", { count: deals })}>
        {deals > 0 ? count(deals) : <span className="faint">0</span>}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={t("pipelines:removeStage", { name: stage.name })}
        title={t("pipelines:removeStage", { name: stage.name })}
        onClick={onRemove}
      >
        <Trash2 size={13} aria-hidden="true" />
      </button>
    </li>
  );
}

function NewStage({ pipeline }: { pipeline: string }) {
  const [name, setName] = useState("");
  const add = useTell("stage_add", ({ done }) => done);
  const submit = () => {
    if (name.trim()) add.mutate({ pipeline, name, kind: "open", at: null }, { onSuccess: () => setName("") });
  };
  return (
    <form
      className="stage-new"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        className="input"
        aria-label={t("pipelines:newStage")}
        placeholder={t("pipelines:newStage")}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button" disabled={!name.trim() || add.isPending}>
        <Plus size={13} aria-hidden="true" />
        {t("pipelines:addStage")}
      </button>
    </form>
  );
}

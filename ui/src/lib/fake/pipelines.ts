// The made-up engine's pipelines and stages, which can be changed by the rules of the real one.

import type { PipelineRow } from "../../generated/PipelineRow";
import type { StageRow } from "../../generated/StageRow";
import { BackendError } from "../backend";
import type { Answers } from "./backend";
import type { World } from "./world";

export function pipelineAnswers(world: World, changed: () => void): Answers {
  const pipelineOf = (id: string) => {
    const found = world.pipelines.find((pipeline) => pipeline.id === id);
    if (!found) throw new BackendError("not_found", "There is no such pipeline.");
    return found;
  };
  const place = (id: string): { pipeline: PipelineRow; stage: StageRow } => {
    const pipeline = world.pipelines.find(({ stages }) => stages.some((stage) => stage.id === id));
    const stage = pipeline?.stages.find((stage) => stage.id === id);
    if (!pipeline || !stage) throw new BackendError("not_found", "There is no such stage.");
    return { pipeline, stage };
  };
  const told = (text: string) => {
    changed();
    return { done: text };
  };
  return {
    pipeline_new: ({ brand, name, purpose }) => {
      const model = world.pipelines.find((pipeline) => pipeline.brand === brand && pipeline.purpose === purpose);
      if (!model) throw new BackendError("not_found", "There is no such brand.");
      const id = `${brand}-${slug(name)}`;
      const stages = model.stages.map((stage) => ({ ...stage, id: `${id}-${stage.key}` }));
      world.pipelines.push({ ...structuredClone(model), id, key: slug(name), name: named(name), stages });
      world.cards[id] = [];
      return told(`There is a pipeline ${name} now.`);
    },
    pipeline_rename: ({ pipeline, name }) => {
      const found = pipelineOf(pipeline);
      const before = found.name;
      found.name = named(name);
      return told(`Renamed “${before}” to “${found.name}”.`);
    },
    pipeline_cadence: ({ pipeline, days }) => {
      pipelineOf(pipeline).cadence = days;
      return told(`Mails now come after ${days.join(", ")} working days.`);
    },
    stage_add: ({ pipeline, name, kind, at }) => {
      const found = pipelineOf(pipeline);
      free(found, name);
      const lastOpen = found.stages.findLastIndex((stage) => stage.kind === "open");
      const stage: StageRow = {
        id: `${found.id}-${slug(name)}`,
        key: slug(name),
        name: named(name),
        kind,
        advance_on: null,
      };
      found.stages.splice(at ?? (kind === "open" ? lastOpen + 1 : found.stages.length), 0, stage);
      return told(`Added the stage “${stage.name}”.`);
    },
    stage_rename: ({ stage: id, name }) => {
      const { pipeline, stage } = place(id);
      free(pipeline, name, id);
      const before = stage.name;
      stage.name = named(name);
      return told(`Renamed “${before}” to “${stage.name}”.`);
    },
    stage_reorder: ({ pipeline, order }) => {
      const found = pipelineOf(pipeline);
      const stages = order.map((id) => place(id).stage);
      if (stages[0]?.kind !== "open") {
        throw new BackendError("bad_request", "The first stage has to be an open one: new deals start there.");
      }
      found.stages = stages;
      return told("Put the stages in another order.");
    },
    stage_kind: ({ stage: id, kind }) => {
      const { pipeline, stage } = place(id);
      const others = pipeline.stages.filter((other) => other.id !== id);
      if (![...others, { kind }].some((stage) => stage.kind === "won" || stage.kind === "closed")) {
        throw new BackendError("bad_request", "A pipeline needs a stage in which a deal is won.");
      }
      stage.kind = kind;
      return told(`“${stage.name}” is of the kind ${kind} now.`);
    },
    stage_advance: ({ stage: id, on }) => {
      const { pipeline, stage } = place(id);
      for (const other of pipeline.stages) if (other.advance_on === on) other.advance_on = null;
      stage.advance_on = on;
      return told(
        on ? `Deals move to “${stage.name}” by themselves.` : `No deal moves to “${stage.name}” by itself any more.`,
      );
    },
    stage_remove: ({ stage: id, to }) => {
      const { pipeline, stage } = place(id);
      const there = (world.cards[pipeline.id] ?? []).filter((deal) => deal.stage === stage.key);
      const place_ = pipeline.stages.find((other) => other.id === to);
      if (there.length > 0 && !place_) {
        throw new BackendError("bad_request", `${there.length} deals are in “${stage.name}”; say where they go.`);
      }
      for (const deal of there) deal.stage = place_?.key ?? deal.stage;
      pipeline.stages = pipeline.stages.filter((other) => other.id !== id);
      const went = place_ && there.length > 0 ? `; ${there.length} deals went to “${place_.name}”` : "";
      return told(`Removed the stage “${stage.name}”${went}.`);
    },
  };
}

function named(name: string): string {
  const bare = name.trim().replace(/\s+/g, " ");
  if (!bare) throw new BackendError("bad_request", "A name is needed.");
  return bare;
}

function free(pipeline: PipelineRow, name: string, except?: string): void {
  const wanted = name.trim().toLowerCase();
  const other = pipeline.stages.find(
    (stage) => stage.id !== except && [stage.name.toLowerCase(), stage.key].includes(wanted),
  );
  if (other) {
    throw new BackendError(
      "bad_request",
      `There is a stage “${other.name}” already; a decision could not tell the two apart.`,
    );
  }
}

function slug(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\W+/g, "_");
}

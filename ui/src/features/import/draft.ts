// What a person has chosen so far about an import, and what follows from it. Kept while they look at another screen.

import { useState } from "react";
import type { Basis } from "../../generated/Basis";
import type { ChosenFile } from "../../generated/ChosenFile";
import type { ContactType } from "../../generated/ContactType";
import type { Delimiter } from "../../generated/Delimiter";
import type { ImportField } from "../../generated/ImportField";
import type { ImportReading } from "../../generated/ImportReading";
import type { ImportRequest } from "../../generated/ImportRequest";
import type { OnDuplicate } from "../../generated/OnDuplicate";
import type { PipelineRow } from "../../generated/PipelineRow";
import { useBackend } from "../../lib/ask";
import type { Backend } from "../../lib/backend";

export const STEPS = ["file", "columns", "options", "preview", "done"] as const;
export type Step = (typeof STEPS)[number];

export interface Draft {
  step: Exclude<Step, "done">;
  file: ChosenFile | null;
  encoding: string | null;
  delimiter: Delimiter | null;
  map: Record<string, ImportField>;
  keepUnknown: boolean;
  /** `null`: the brand whose things are shown, or the first. */
  brand: string | null;
  kind: ContactType;
  source: string;
  basis: Basis;
  evidence: string;
  createDeals: boolean;
  /** `null`: the one that fits the type. */
  pipeline: string | null;
  onDuplicate: OnDuplicate;
}

export const EMPTY: Draft = {
  step: "file",
  file: null,
  encoding: null,
  delimiter: null,
  map: {},
  keepUnknown: true,
  brand: null,
  kind: "lead",
  source: "",
  basis: "none",
  evidence: "",
  createDeals: true,
  pipeline: null,
  onDuplicate: "skip",
};

/** A new file is read by itself; what was decided about the people stays. */
export function withFile(draft: Draft, file: ChosenFile): Draft {
  return { ...draft, file, encoding: null, delimiter: null, map: {}, step: "columns" };
}

export function readingOf(draft: Draft): ImportReading {
  const { encoding, delimiter, map, keepUnknown } = draft;
  return { file: draft.file?.token ?? "", encoding, delimiter, map, keep_unmapped: keepUnknown };
}

/** The pipeline of new deals: the chosen one if the brand has it, else the one for the type of contact, else the brand's first. */
export function pipelineOf(draft: Draft, brand: string, pipelines: readonly PipelineRow[]): PipelineRow | null {
  const own = pipelines.filter((pipeline) => pipeline.brand === brand);
  const purpose = draft.kind === "backlink_target" ? "backlink" : "sales";
  const byKey = own.find(({ key }) => key === draft.pipeline);
  return byKey ?? own.find((pipeline) => pipeline.purpose === purpose) ?? own[0] ?? null;
}

export function requestOf(draft: Draft, brand: string, pipelines: readonly PipelineRow[]): ImportRequest {
  const pipeline = draft.createDeals ? pipelineOf(draft, brand, pipelines) : null;
  return {
    reading: readingOf(draft),
    brand,
    kind: draft.kind,
    source: draft.source,
    basis: draft.basis,
    basis_note: draft.basis === "none" ? "" : draft.evidence,
    pipeline: pipeline?.key ?? null,
    on_duplicate: draft.onDuplicate,
    rows: null,
  };
}

/** Tokens of files belong to the engine that gave them: so do drafts. */
const drafts = new WeakMap<Backend, Draft>();

export function useDraft(): [Draft, (change: Partial<Draft> | ((draft: Draft) => Draft)) => void] {
  const backend = useBackend();
  const [draft, setDraft] = useState(() => drafts.get(backend) ?? EMPTY);
  const change = (change: Partial<Draft> | ((draft: Draft) => Draft)) =>
    setDraft((before) => {
      const next = typeof change === "function" ? change(before) : { ...before, ...change };
      drafts.set(backend, next);
      return next;
    });
  return [draft, change];
}

// Where the person is, kept in the address: a pipeline, and a deal opened beside it.

import { useSyncExternalStore } from "react";

export interface Place {
  pipeline: string | null;
  deal: string | null;
}

/** `#/pipelines/ID` or `#/pipelines/ID/deals/ID`; anything else is the start. */
export function readPlace(hash: string): Place {
  const [, pipeline, deal] = /^#\/pipelines\/([^/]+)(?:\/deals\/([^/]+))?$/.exec(hash) ?? [];
  return { pipeline: pipeline ?? null, deal: deal ?? null };
}

export function linkTo(pipeline: string, deal?: string): string {
  return deal ? `#/pipelines/${pipeline}/deals/${deal}` : `#/pipelines/${pipeline}`;
}

export function goTo(pipeline: string, deal?: string): void {
  window.location.hash = linkTo(pipeline, deal);
}

export function usePlace(): Place {
  return readPlace(useSyncExternalStore(listen, () => window.location.hash));
}

function listen(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

// What every screen knows: how things stand, and which pipelines there are. Fetched once by the frame.

import { createContext, use } from "react";
import type { BrandSummary } from "../generated/BrandSummary";
import type { PipelineRow } from "../generated/PipelineRow";
import type { Status } from "../generated/Status";
import { useScope } from "./scope";

interface Known {
  status: Status;
  pipelines: PipelineRow[];
}

const KnownContext = createContext<Known | null>(null);
export const KnownProvider = KnownContext.Provider;

export function useKnown(): Known {
  const known = use(KnownContext);
  if (!known) throw new Error("There is no KnownProvider above this component.");
  return known;
}

export function useStatus(): Status {
  return useKnown().status;
}

/** The brand whose things are shown; `null` for all of them, also if the chosen one is no more. */
export function useBrandInScope(): BrandSummary | null {
  const scope = useScope();
  return useStatus().brands.find((brand) => brand.slug === scope) ?? null;
}

/** A brand's name and its place in the list, for its mark. */
export function useBrandOf(): (slug: string) => { name: string; place: number } | null {
  const { brands } = useStatus();
  return (slug) => {
    const place = brands.findIndex((brand) => brand.slug === slug);
    const brand = brands[place];
    return brand ? { name: brand.name, place } : null;
  };
}

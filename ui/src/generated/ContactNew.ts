// temporary
import type { Basis } from "./Basis";
import type { ContactType } from "./ContactType";
import type { PipelineId } from "./PipelineId";

export type ContactNew = { brand: string, email: string, name: string, company: string, website: string, domain_authority: number | null, notes: string, tags: Array<string>, kind: ContactType, source: string, country: string, timezone: string, basis: Basis, basis_note: string, pipeline: PipelineId | null };

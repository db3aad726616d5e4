// temporary
import type { ContactType } from "./ContactType";
import type { PipelineId } from "./PipelineId";

export type BulkAct = { "act": "tag", tag: string, } | { "act": "untag", tag: string, } | { "act": "set_kind", kind: ContactType, } | { "act": "suppress", reason: string, } | { "act": "unsuppress" } | { "act": "create_deals", pipeline: PipelineId, };

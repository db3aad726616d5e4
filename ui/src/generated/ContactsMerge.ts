// temporary
import type { ContactId } from "./ContactId";
import type { MergeField } from "./MergeField";

export type ContactsMerge = { keep: ContactId, other: ContactId, take: Array<MergeField> };

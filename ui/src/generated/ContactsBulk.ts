// temporary
import type { BulkAct } from "./BulkAct";
import type { ContactFilter } from "./ContactFilter";
import type { ContactId } from "./ContactId";

export type ContactsBulk = { ids: Array<ContactId>, filter: ContactFilter | null, act: BulkAct };

// temporary
import type { ContactId } from "./ContactId";

export type BulkRefusal = { id: ContactId, who: string, why: string };

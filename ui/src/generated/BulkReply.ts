// temporary
import type { BulkRefusal } from "./BulkRefusal";
import type { ContactId } from "./ContactId";

export type BulkReply = { done: string, changed: Array<ContactId>, left: number, refused: Array<BulkRefusal> };

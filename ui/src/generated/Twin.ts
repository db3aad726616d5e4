// temporary
import type { ContactId } from "./ContactId";
import type { ContactType } from "./ContactType";
import type { Timestamp } from "./Timestamp";

export type Twin = { id: ContactId, brand: string, email: string, name: string, company: string, website: string, kind: ContactType, created_at: Timestamp, deals: number, emails: number };

// temporary
import type { Basis } from "./Basis";
import type { ContactId } from "./ContactId";
import type { ContactType } from "./ContactType";
import type { DealId } from "./DealId";
import type { Timestamp } from "./Timestamp";

export type ContactLine = { id: ContactId, brand: string, email: string, name: string, company: string, website: string, domain_authority: number | null, tags: Array<string>, kind: ContactType, source: string, country: string, basis: Basis, created_at: Timestamp, updated_at: Timestamp, open_deal: DealId | null, suppressed: string | null };

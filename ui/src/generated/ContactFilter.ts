// temporary
import type { ContactType } from "./ContactType";
import type { ImportId } from "./ImportId";

export type ContactFilter = { brand: string | null, text: string | null, kind: ContactType | null, tag: string | null, suppressed: boolean | null, open_deal: boolean | null, authority: number | null, country: string | null, import: ImportId | null };

// temporary
import type { ContactFilter } from "./ContactFilter";
import type { ContactSort } from "./ContactSort";

export type ContactsPageRequest = { filter: ContactFilter, sort: ContactSort, down: boolean, offset: number, limit: number };

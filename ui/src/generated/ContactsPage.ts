// temporary
import type { ContactLine } from "./ContactLine";

export type ContactsPage = { rows: Array<ContactLine>, total: number, more: boolean };

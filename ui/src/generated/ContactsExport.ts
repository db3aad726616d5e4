// temporary
import type { ContactFilter } from "./ContactFilter";
import type { ContactId } from "./ContactId";
import type { ContactSort } from "./ContactSort";
import type { ExportFormat } from "./ExportFormat";

export type ContactsExport = { filter: ContactFilter, ids: Array<ContactId>, sort: ContactSort, down: boolean, format: ExportFormat };

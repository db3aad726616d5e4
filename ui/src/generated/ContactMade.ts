// temporary
import type { ContactId } from "./ContactId";

export type ContactMade = { done: string, id: ContactId, known: boolean };

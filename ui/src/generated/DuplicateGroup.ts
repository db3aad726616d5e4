// temporary
import type { DuplicateSign } from "./DuplicateSign";
import type { Twin } from "./Twin";

export type DuplicateGroup = { sign: DuplicateSign, contacts: Array<Twin> };

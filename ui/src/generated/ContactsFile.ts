// temporary
import type { OfferedFile } from "./OfferedFile";

export type ContactsFile = { rows: number, file: OfferedFile, };

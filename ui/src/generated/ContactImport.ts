// temporary
import type { ImportId } from "./ImportId";
import type { Timestamp } from "./Timestamp";

export type ContactImport = { id: ImportId, file_name: string, line: number | null, at: Timestamp };

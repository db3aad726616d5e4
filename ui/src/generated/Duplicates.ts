// temporary
import type { DuplicateGroup } from "./DuplicateGroup";

export type Duplicates = { groups: Array<DuplicateGroup>, looked_at: number };

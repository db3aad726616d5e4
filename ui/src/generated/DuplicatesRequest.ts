// temporary

export type DuplicatesRequest = { brand: string | null };

// temporary

export type ContactFacetsRequest = { brand: string | null };

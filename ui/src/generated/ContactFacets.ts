// temporary

export type ContactFacets = { tags: Array<string>, countries: Array<string> };

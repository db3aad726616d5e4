// temporary

export type MergeField = "name" | "company" | "website" | "domain_authority" | "notes" | "kind" | "source" | "country" | "timezone" | "basis";

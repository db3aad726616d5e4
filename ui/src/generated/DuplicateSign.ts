// temporary

export type DuplicateSign = "address" | "name_and_company" | "name_and_domain";

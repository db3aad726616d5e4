// temporary

export type ContactSort = "created" | "updated" | "name" | "company" | "email" | "authority";

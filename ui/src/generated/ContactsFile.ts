// temporary

export type ContactsFile = { name: string, rows: number, base64: string };

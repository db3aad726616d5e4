// What a person needs to know to give us access at Zoho: data centres with their consoles, the permissions, the ports.

/** The keys of the data centres, the guide's two first. */
export const DATA_CENTRES = ["com.au", "com", "eu", "in", "jp", "ca", "com.cn", "sa", "uk", "ae"] as const;

export type DataCentre = (typeof DATA_CENTRES)[number];

export function dataCentreNamed(key: string): DataCentre {
  const bare = key
    .trim()
    .toLowerCase()
    .replace(/^zoho\./, "");
  return DATA_CENTRES.find((known) => known === bare) ?? "com";
}

/** Where clients are registered. Canada's hosts do not follow its key. */
export function consoleOf(centre: DataCentre): string {
  return centre === "ca" ? "https://api-console.zohocloud.ca" : `https://api-console.zoho.${centre}`;
}

/** What we ask permission for, and nothing more; the key is what its words are filed under. */
export const SCOPES = [
  { scope: "ZohoMail.messages.READ", key: "read" },
  { scope: "ZohoMail.messages.CREATE", key: "send" },
  { scope: "ZohoMail.accounts.READ", key: "account" },
  { scope: "ZohoMail.folders.READ", key: "folders" },
] as const;

/** As Zoho's console wants them. */
export const SCOPE_LINE = SCOPES.map(({ scope }) => scope).join(",");

/** All three have to be registered: the first that is free is used. */
export const REDIRECTS = [8765, 8766, 8767].map((port) => `http://127.0.0.1:${port}/callback`);

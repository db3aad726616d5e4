// What only the program around the page can do, and how a plain browser stands in for it.

import { invoke } from "@tauri-apps/api/core";

/** Opens a web or mail address outside of the window; says whether that worked. */
export async function openLink(address: string): Promise<boolean> {
  if ("__TAURI_INTERNALS__" in window) return invoke<boolean>("open_link", { link: address }).catch(() => false);
  window.open(address, "_blank", "noopener,noreferrer");
  return true;
}

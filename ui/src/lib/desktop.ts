// What only the desktop program can do for the page: open a link in the person's own browser, show the demo beside the real data.

/** Whether the page runs in the program's own window. */
export function isDesktop(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

/** Opens a web address in the person's browser; says whether it could be done. */
export async function openLink(link: string): Promise<boolean> {
  if (!isDesktop()) return window.open(link, "_blank", "noopener,noreferrer") !== null;
  const { invoke } = await import("@tauri-apps/api/core");
  return invoke<boolean>("open_link", { link }).catch(() => false);
}

/** Starts the demonstration as a second program with a window of its own; false where there is no program to start. */
export async function openDemo(): Promise<boolean> {
  if (!isDesktop()) return false;
  const { invoke } = await import("@tauri-apps/api/core");
  return invoke<boolean>("open_demo").catch(() => false);
}

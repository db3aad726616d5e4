// What only the desktop program can do for the page, and how a plain browser stands in for it.

import { invoke } from "@tauri-apps/api/core";
import type { Bubble } from "../generated/Bubble";
import { hear, heard } from "./signals";

/** Whether the page runs in the program's own window. */
export function isDesktop(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

/** Opens a web or mail address outside of the window; says whether that worked. */
export async function openLink(link: string): Promise<boolean> {
  if (!isDesktop()) {
    // With "noopener" it says nothing, whether it opened or not.
    window.open(link, "_blank", "noopener,noreferrer");
    return true;
  }
  return invoke<boolean>("open_link", { link }).catch(() => false);
}

/** Starts the demonstration as a second program with a window of its own; false where there is no program to start. */
export async function openDemo(): Promise<boolean> {
  if (!isDesktop()) return false;
  return invoke<boolean>("open_demo").catch(() => false);
}

/** The click that made this window, if one did: handed out once. */
let madeBy: Promise<Bubble | null> | undefined;

/** Hears which notifications are clicked, the one that opened this page first; returns how to stop. */
export function onNoticeClicked(listener: (bubble: Bubble) => void): () => void {
  if (!isDesktop()) return () => undefined;
  let isHeard = true;
  const stop = hear("clicked", listener);
  // Asked only now that the next one would be heard.
  void heard().then(async () => {
    madeBy ??= invoke<Bubble | null>("opened_by").catch(() => null);
    const first = await madeBy;
    if (!isHeard) return;
    madeBy = Promise.resolve(null);
    if (first) listener(first);
  });
  return () => {
    isHeard = false;
    stop();
  };
}

/** Whether the program starts when the person logs in. */
export function startsAtLogin(): Promise<boolean> {
  return invoke<boolean>("starts_at_login");
}

/** Rejects with a sentence where the system refuses. */
export function startAtLogin(on: boolean): Promise<void> {
  return invoke("start_at_login", { on });
}

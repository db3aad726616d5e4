// Files in a plain browser: picked from its own dialog, dropped on the page, saved as a download. The window has its door for all of this.

import type { ChosenFile } from "../generated/ChosenFile";
import type { FileDrop } from "../generated/FileDrop";

/** How the name of a list of people ends. */
export const LISTS = ["csv", "tsv", "txt", "xlsx"] as const;

/** The browser's own dialog; `null` if it is closed without a choice. */
export function pickInBrowser(extensions: readonly string[]): Promise<File | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = extensions.map((extension) => `.${extension}`).join(",");
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}

/** Tells of files above the page; `take` makes a chosen file of one that was dropped. */
export function dropsOfBrowser(
  take: (file: File) => Promise<ChosenFile>,
  listener: (drop: FileDrop) => void,
): () => void {
  const has = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent) => {
    if (!has(event)) return;
    event.preventDefault();
    listener({ kind: "over" });
  };
  const away = (event: DragEvent) => {
    // Leaving one element for another is no leaving.
    if (event.relatedTarget === null) listener({ kind: "away" });
  };
  const drop = (event: DragEvent) => {
    if (!has(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const [file] = files;
    const name = files.map((one) => one.name).join(", ");
    if (!file || files.length > 1 || !isList(file.name)) listener({ kind: "unfit", name });
    else
      take(file).then(
        (file) => listener({ kind: "dropped", file }),
        () => listener({ kind: "unfit", name }),
      );
  };
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", away);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("dragleave", away);
    window.removeEventListener("drop", drop);
  };
}

/** Offers contents as a download. */
export function saveInBrowser(name: string, contents: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(contents);
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

function isList(name: string): boolean {
  return LISTS.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

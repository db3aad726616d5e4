// Contacts as a file: the window asks where and writes it; a browser downloads it.

import { invoke } from "@tauri-apps/api/core";
import { useCallback } from "react";
import type { ContactsExport } from "../../generated/ContactsExport";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

export function useExport() {
  const backend = useBackend();
  return useCallback(
    async (request: ContactsExport) => {
      try {
        say(t("contacts:export.saving"));
        if ("__TAURI_INTERNALS__" in window) {
          const written = await invoke<{ file: string; rows: number } | null>("export_contacts", {
            title: t("contacts:export.act"),
            request,
          });
          if (written) say(t("contacts:export.saved", { count: written.rows, name: written.file }));
          return;
        }
        const { name, rows, base64 } = await backend.call("contacts_file", request);
        download(
          name,
          Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
          "application/octet-stream",
        );
        say(t("contacts:export.saved", { count: rows, name }));
      } catch (thrown) {
        say(BackendError.from(thrown).message, "warn");
      }
    },
    [backend],
  );
}

/** Hands bytes to the browser as a file to keep. */
export function download(name: string, bytes: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

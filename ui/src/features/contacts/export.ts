// Contacts, or what is kept about one, as a file: the engine makes it, the person says where it is saved.

import { useCallback } from "react";
import type { ContactsExport } from "../../generated/ContactsExport";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

export function useExport(): (request: ContactsExport) => Promise<void> {
  const backend = useBackend();
  return useCallback(
    async (request) => {
      try {
        say(t("contacts:export.saving"));
        const { rows, file } = await backend.call("contacts_file", request);
        const name = await backend.saveFile(t("contacts:export.act"), file);
        if (name !== null) say(t("contacts:export.saved", { count: rows, name }));
      } catch (thrown) {
        say(BackendError.from(thrown).message, "warn");
      }
    },
    [backend],
  );
}

/** Saves everything that is kept about a person. */
export function useEvidence(address: string): () => Promise<void> {
  const backend = useBackend();
  return useCallback(async () => {
    try {
      const file = await backend.call("evidence_file", { address });
      const name = await backend.saveFile(t("contacts:person.evidence"), file);
      if (name !== null) say(t("contacts:person.evidenceSaved", { name }));
    } catch (thrown) {
      say(BackendError.from(thrown).message, "warn");
    }
  }, [backend, address]);
}

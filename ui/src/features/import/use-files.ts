// The ways a file comes to the wizard: chosen in the system's dialog, dropped on the window, or the example.

import { useEffect, useEffectEvent, useState } from "react";
import type { ChosenFile } from "../../generated/ChosenFile";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { LISTS } from "../../lib/browser-files";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

export function useFiles(enabled: boolean, onFile: (file: ChosenFile) => void) {
  const backend = useBackend();
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFile);
  useEffect(() => {
    if (!enabled) return;
    return backend.onFileDrop((drop) => {
      setOver(drop.kind === "over");
      if (drop.kind === "dropped") take(drop.file);
      if (drop.kind === "unfit") say(t("imports:file.unfit", { name: drop.name }), "warn");
    });
  }, [backend, enabled]);
  const from = async (source: () => Promise<ChosenFile | null>) => {
    try {
      const file = await source();
      if (file) onFile(file);
    } catch (thrown) {
      say(BackendError.from(thrown).message, "warn");
    }
  };
  return {
    /** Something that fits is held above the window. */
    over: over && enabled,
    choose: () => void from(() => backend.chooseFile(t("imports:file.chooseTitle"), LISTS)),
    example: () => void from(() => backend.call("import_example", {})),
  };
}

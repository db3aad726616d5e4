// What the wizard asks the engine about a file. The answers follow from the file and the choices alone, so events do not ask anew.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ImportLook } from "../../generated/ImportLook";
import type { ImportReading } from "../../generated/ImportReading";
import type { ImportReport } from "../../generated/ImportReport";
import type { ImportRequest } from "../../generated/ImportRequest";
import { useAsk, useBackend } from "../../lib/ask";
import type { BackendError } from "../../lib/backend";

/** How often a running import is looked at, in milliseconds. */
const OFTEN = 250;

/** How the file is read, and its columns. */
export function useLook(reading: ImportReading) {
  const backend = useBackend();
  return useQuery<ImportLook, BackendError>({
    queryKey: ["import_look", reading],
    queryFn: () => backend.call("import_look", reading),
    enabled: reading.file !== "",
    placeholderData: keepPreviousData,
    staleTime: "static",
    gcTime: 0,
  });
}

/** What would become of each row. A newer preview stops an older one, in the engine. */
export function usePreview(request: ImportRequest, wanted: boolean) {
  const backend = useBackend();
  return useQuery<ImportReport, BackendError>({
    queryKey: ["import_preview", request],
    queryFn: () => backend.call("import_preview", request),
    enabled: wanted,
    placeholderData: keepPreviousData,
    staleTime: "static",
    gcTime: 0,
  });
}

/** What is under way; asked often while something runs. */
export function useUnderWay(waiting: boolean) {
  return useAsk(
    "imports_now",
    {},
    {
      every: (latest) => (waiting || latest?.job?.outcome.kind === "running" ? OFTEN : 0),
    },
  );
}

// Who answers the page.

import type { Backend } from "./backend";
import { tauriBackend } from "./backend-tauri";

/** The backend of the place where the page runs: the window, a bridge named in the address, or a plain browser. */
export async function chooseBackend(): Promise<Backend> {
  if ("__TAURI_INTERNALS__" in window) return tauriBackend();
  const { bridgeAddress, bridgeBackend } = await import("./backend-bridge");
  const address = bridgeAddress(window.location.search, window.sessionStorage);
  if (address) return bridgeBackend(address);
  return (await import("./fake/backend")).fakeBackend({ lively: true });
}

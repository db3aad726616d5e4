// The engine behind the window's own door.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../generated/Event";
import { type Backend, BackendError } from "./backend";

export function tauriBackend(): Backend {
  return {
    async call(name, args) {
      try {
        return await invoke("call", { name, args });
      } catch (thrown) {
        throw BackendError.from(thrown);
      }
    },
    subscribe(listener) {
      const stop = listen<Event>("autopilot-event", (event) => listener(event.payload));
      return () => void stop.then((unlisten) => unlisten());
    },
  };
}

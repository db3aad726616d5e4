// The engine behind the window's own door.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { ChosenFile } from "../generated/ChosenFile";
import type { Event } from "../generated/Event";
import type { FileDrop } from "../generated/FileDrop";
import { type Backend, BackendError } from "./backend";

export function tauriBackend(): Backend {
  return {
    call: (name, args) => ask("call", { name, args }),
    subscribe: (listener) => hear<Event>("autopilot-event", listener),
    chooseFile: (title, extensions) => ask<ChosenFile | null>("pick_file", { title, extensions }),
    onFileDrop(listener) {
      const stop = hear<FileDrop>("file-drop", listener);
      void invoke("want_files", { on: true });
      return () => {
        void invoke("want_files", { on: false });
        stop();
      };
    },
    saveFile: (title, { token }) => ask<string | null>("save_file", { title, token }),
  };
}

async function ask<R>(command: string, args: Record<string, unknown>): Promise<R> {
  try {
    return await invoke<R>(command, args);
  } catch (thrown) {
    throw BackendError.from(thrown);
  }
}

function hear<E>(name: string, listener: (said: E) => void): () => void {
  const stop = listen<E>(name, (event) => listener(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

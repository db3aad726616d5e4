// The engine behind the window's own door.

import { invoke } from "@tauri-apps/api/core";
import type { ChosenFile } from "../generated/ChosenFile";
import { type Backend, BackendError } from "./backend";
import { hear } from "./signals";

export function tauriBackend(): Backend {
  return {
    call: (name, args) => ask("call", { name, args }),
    subscribe: (listener) => hear("engine", listener),
    chooseFile: (title, extensions) => ask<ChosenFile | null>("pick_file", { title, extensions }),
    onFileDrop(listener) {
      const stop = hear("files", listener);
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

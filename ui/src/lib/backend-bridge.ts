// The real engine behind the development bridge, so that a plain browser can show it. Development and end-to-end tests only.

import type { ChosenFile } from "../generated/ChosenFile";
import type { Event } from "../generated/Event";
import { type Backend, BackendError } from "./backend";
import { dropsOfBrowser, pickInBrowser, saveInBrowser } from "./browser-files";

export interface BridgeAddress {
  base: string;
  token: string;
}

/** From `?bridge=http://127.0.0.1:PORT&token=…`; remembered for the session, so that a reload without them still works. */
export function bridgeAddress(search: string, memory: Storage): BridgeAddress | null {
  const query = new URLSearchParams(search);
  for (const key of ["bridge", "token"]) {
    const value = query.get(key);
    if (value) memory.setItem(key, value);
  }
  const base = memory.getItem("bridge");
  const token = memory.getItem("token");
  return base && token ? { base: base.replace(/\/+$/, ""), token } : null;
}

export function bridgeBackend({ base, token }: BridgeAddress): Backend {
  const authorization = `Bearer ${token}`;
  const ask = async (path: string, init: RequestInit) => {
    try {
      const response = await fetch(`${base}${path}`, init);
      if (!response.ok) throw BackendError.from(await response.json());
      return response;
    } catch (thrown) {
      throw BackendError.from(thrown);
    }
  };
  /** The engine cannot see what a browser picked: the whole file is handed over. */
  const handOver = async (file: File): Promise<ChosenFile> => {
    const init = { method: "POST", headers: { authorization }, body: file };
    return read(await ask(`/file?name=${encodeURIComponent(file.name)}`, init));
  };
  return {
    async call(name, args) {
      const headers = { authorization, "content-type": "application/json" };
      return read(await ask(`/call/${name}`, { method: "POST", headers, body: JSON.stringify(args) }));
    },
    async chooseFile(_title, extensions) {
      const file = await pickInBrowser(extensions);
      return file && handOver(file);
    },
    onFileDrop: (listener) => dropsOfBrowser(handOver, listener),
    async saveFile(_title, { token, name }) {
      saveInBrowser(name, await (await ask(`/file/${token}`, { headers: { authorization } })).blob());
      return name;
    },
    subscribe(listener) {
      const source = new EventSource(`${base}/events?token=${encodeURIComponent(token)}`);
      let cut = true;
      source.onmessage = (message) => listener(JSON.parse(message.data) as Event);
      source.onerror = () => {
        cut = true;
      };
      // What was said while the line was not up is lost; everything shown is asked for anew.
      source.onopen = () => {
        if (cut) listener({ kind: "changed" });
        cut = false;
      };
      return () => source.close();
    },
  };
}

async function read<R>(response: Response): Promise<R> {
  try {
    return (await response.json()) as R;
  } catch (thrown) {
    throw BackendError.from(thrown);
  }
}

// The real engine behind the development bridge, so that a plain browser can show it. Development and end-to-end tests only.

import type { Event } from "../generated/Event";
import { type Backend, BackendError } from "./backend";

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
  return {
    async call(name, args) {
      try {
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
        const response = await fetch(`${base}/call/${name}`, { method: "POST", headers, body: JSON.stringify(args) });
        const body = await response.json();
        if (!response.ok) throw BackendError.from(body);
        return body;
      } catch (thrown) {
        throw BackendError.from(thrown);
      }
    },
    subscribe(listener) {
      const source = new EventSource(`${base}/events?token=${encodeURIComponent(token)}`);
      let cut = false;
      source.onmessage = (message) => listener(JSON.parse(message.data) as Event);
      source.onerror = () => {
        cut = true;
      };
      // What was said while the line was down is lost; everything shown is asked for anew.
      source.onopen = () => {
        if (cut) listener({ kind: "changed" });
        cut = false;
      };
      return () => source.close();
    },
  };
}

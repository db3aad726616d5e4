import { afterEach, expect, test, vi } from "vitest";
import { bridgeAddress, bridgeBackend } from "./backend-bridge";

const ADDRESS = { base: "http://127.0.0.1:4711", token: "t0k" };

afterEach(() => {
  vi.unstubAllGlobals();
});

function answering(status: number, body: string) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response(body, { status }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

test("a call names the command, carries the token and brings the reply", async () => {
  const fetch = answering(200, '{"done":"Paused."}');
  const args = { reason: "lunch", length: "hour" } as const;
  await expect(bridgeBackend(ADDRESS).call("pause_all", args)).resolves.toEqual({ done: "Paused." });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("http://127.0.0.1:4711/call/pause_all");
  expect(init).toMatchObject({ method: "POST", body: JSON.stringify(args), headers: { authorization: "Bearer t0k" } });
});

test("a refusal keeps its code and its sentence", async () => {
  answering(409, '{"code":"refused","message":"Another process runs the tasks."}');
  await expect(bridgeBackend(ADDRESS).call("status", {})).rejects.toMatchObject({
    name: "BackendError",
    code: "refused",
    message: "Another process runs the tasks.",
  });
});

test.each([
  ["no answer", () => vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")))],
  ["an answer that is no JSON", () => answering(502, "<html>")],
  ["an error without a code", () => answering(500, "{}")],
])("%s is unreachable", async (_name, arrange) => {
  arrange();
  await expect(bridgeBackend(ADDRESS).call("status", {})).rejects.toMatchObject({ code: "unreachable" });
});

test("events are heard; after a break everything is asked for anew", () => {
  const sources: {
    url: string;
    onmessage?: (m: { data: string }) => void;
    onopen?: () => void;
    onerror?: () => void;
    close: () => void;
  }[] = [];
  vi.stubGlobal(
    "EventSource",
    class {
      url: string;
      close = () => {};
      constructor(url: string) {
        this.url = url;
        sources.push(this);
      }
    },
  );
  const heard: unknown[] = [];
  bridgeBackend(ADDRESS).subscribe((event) => heard.push(event));
  const [source] = sources;
  expect(source?.url).toBe("http://127.0.0.1:4711/events?token=t0k");
  source?.onopen?.();
  source?.onmessage?.({ data: '{"kind":"changed"}' });
  expect(heard).toHaveLength(2);
  source?.onerror?.();
  source?.onopen?.();
  expect(heard).toEqual(Array(3).fill({ kind: "changed" }));
});

test("the address is remembered for the session", () => {
  const memory = window.sessionStorage;
  expect(bridgeAddress("", memory)).toBeNull();
  const address = { base: "http://127.0.0.1:4711", token: "abc" };
  expect(bridgeAddress("?bridge=http://127.0.0.1:4711/&token=abc", memory)).toEqual(address);
  expect(bridgeAddress("", memory)).toEqual(address);
});

import react from "@vitejs/plugin-react";
import type { Rolldown } from "vite";
import { defineConfig } from "vitest/config";

/**
 * Everything the first screen needs, in one file: each file is one more trip through the window's door. What is only fetched when it is
 * first asked for stays apart.
 */
function startOf({ pathname }: URL) {
  // A drive of Windows has no slash before it.
  const entry = pathname.replace(/^\/(?=[A-Z]:)/, "");
  let start: Set<string> | undefined;
  return (id: string, modules: Rolldown.ChunkingContext) => {
    if (!start) {
      start = new Set();
      const open = [entry];
      for (let next = open.pop(); next; next = open.pop()) {
        if (start.has(next)) continue;
        start.add(next);
        open.push(...(modules.getModuleInfo(next)?.importedIds ?? []));
      }
    }
    return start.has(id) ? "start" : null;
  };
}

export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: ["safari16.4", "chrome111"],
    // The content security policy loads files of ours only: nothing may become a data: address.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // A file with one character outside of Latin-1 in it lies in the webview's memory at twice its size.
        charset: "ascii",
        codeSplitting: { groups: [{ debugName: "start", name: startOf(new URL("./src/main.tsx", import.meta.url)) }] },
      },
    },
  },
  server: { host: "127.0.0.1", port: 5173 },
  test: { environment: "jsdom", setupFiles: "src/test-setup.ts", restoreMocks: true, testTimeout: 60_000 },
});

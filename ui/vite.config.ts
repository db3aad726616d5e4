import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: ["safari16.4", "chrome111"],
    // The content security policy loads files of ours only: nothing may become a data: address.
    assetsInlineLimit: 0,
  },
  server: { host: "127.0.0.1", port: 5173 },
  test: { environment: "jsdom", setupFiles: "src/test-setup.ts", restoreMocks: true, testTimeout: 60_000 },
});

// The whole page around its backend; drawn anew when another language is chosen.

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useState, useSyncExternalStore } from "react";
import { Crash } from "../components/crash";
import { BackendProvider } from "../lib/ask";
import type { Backend } from "../lib/backend";
import { onLanguage, spokenLanguage } from "../lib/i18n";
import { newQueryClient } from "../lib/query-client";
import type { Ahead } from "./ahead";
import { newRouter } from "./router";

/** `ahead` is what was done before there was a page. */
export function App({ backend, ahead }: { backend: Backend; ahead?: Ahead }) {
  const [client] = useState(() => ahead?.client ?? newQueryClient());
  const [router] = useState(() => ahead?.router ?? newRouter());
  const language = useSyncExternalStore(onLanguage, spokenLanguage);
  return (
    <StrictMode>
      <Crash>
        <BackendProvider value={backend}>
          <QueryClientProvider client={client}>
            <RouterProvider key={language} router={router} />
          </QueryClientProvider>
        </BackendProvider>
      </Crash>
    </StrictMode>
  );
}

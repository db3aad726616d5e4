// The whole page around its backend; drawn anew when another language is chosen.

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useState, useSyncExternalStore } from "react";
import { Crash } from "../components/crash";
import { BackendProvider } from "../lib/ask";
import type { Backend } from "../lib/backend";
import { onLanguage, spokenLanguage } from "../lib/i18n";
import { newQueryClient } from "../lib/query-client";
import { newRouter } from "./router";

/** `asked` holds what was asked ahead of the page. */
export function App({ backend, asked }: { backend: Backend; asked?: QueryClient }) {
  const [client] = useState(() => asked ?? newQueryClient());
  const [router] = useState(newRouter);
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

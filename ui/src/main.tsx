// Starts the page: the theme before the first paint, the backend of the place, then the one screen.

import "@fontsource-variable/inter";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/layout.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Crash } from "./components/crash";
import { BackendProvider } from "./lib/ask";
import { chooseBackend } from "./lib/backend";
import { newQueryClient } from "./lib/query-client";
import { startTheme } from "./lib/theme";
import { Window } from "./routes/window";

startTheme();
const root = document.getElementById("root");
if (root) {
  const backend = await chooseBackend();
  createRoot(root).render(
    <StrictMode>
      <Crash>
        <BackendProvider value={backend}>
          <QueryClientProvider client={newQueryClient()}>
            <Window />
          </QueryClientProvider>
        </BackendProvider>
      </Crash>
    </StrictMode>,
  );
}

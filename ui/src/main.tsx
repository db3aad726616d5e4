// Starts the page: the theme before the first paint, the language, the backend of the place, then the window.

import "@fontsource-variable/inter";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/floating.css";
import "./styles/forms.css";
import "./styles/layout.css";
import { createRoot } from "react-dom/client";
import { chooseBackend } from "./lib/choose-backend";
import { chosenLanguage, speak } from "./lib/i18n";
import { startTheme } from "./lib/theme";
import { goAhead } from "./routes/ahead";
import { App } from "./routes/app";

startTheme();
// Not awaited here: whatever is fetched on the way needs parts of this very file, and would wait for it in vain.
void start();

async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) return;
  const [backend] = await Promise.all([chooseBackend(), speak(chosenLanguage())]);
  const ahead = await goAhead(backend);
  createRoot(root).render(<App backend={backend} ahead={ahead} />);
}

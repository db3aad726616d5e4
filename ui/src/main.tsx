// Starts the page: the theme before the first paint, the language, the backend of the place, then the window.

import "@fontsource-variable/inter";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/floating.css";
import "./styles/forms.css";
import "./styles/layout.css";
import { createRoot } from "react-dom/client";
import { chooseBackend } from "./lib/backend";
import { chosenLanguage, speak } from "./lib/i18n";
import { startTheme } from "./lib/theme";
import { App } from "./routes/app";

startTheme();
const root = document.getElementById("root");
if (root) {
  const [backend] = await Promise.all([chooseBackend(), speak(chosenLanguage())]);
  createRoot(root).render(<App backend={backend} />);
}

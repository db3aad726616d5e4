// The page's words in the reader's language. Texts are kept per feature in `locales/`; keys and placeholders are typed, so a
// forgotten word does not compile. What the engine says (summaries, reasons, refusals) comes as it is.

import i18next from "i18next";
import type { words as English } from "../locales/en";
import { words as english } from "../locales/en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof English;
  }
}

/** The languages there are, each by its own name. */
export const LANGUAGES = { en: "English", hi: "हिन्दी" } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "language";

/** Chosen by hand, else the first of the system's that we speak, else English. */
export function chosenLanguage(): Language {
  const wanted = [window.localStorage.getItem(KEY), ...window.navigator.languages.map((tag) => tag.split("-")[0])];
  return wanted.find(isLanguage) ?? "en";
}

/** Another language is fetched when it is first asked for; the page is drawn anew by whoever calls this. */
export async function speak(language: Language): Promise<void> {
  if (language === "hi" && !i18next.hasResourceBundle("hi", "common")) {
    const { words } = await import("../locales/hi");
    for (const [namespace, bundle] of Object.entries(words)) i18next.addResourceBundle("hi", namespace, bundle);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function spokenLanguage(): string {
  return i18next.language;
}

export function onLanguage(listener: () => void): () => void {
  i18next.on("languageChanged", listener);
  return () => i18next.off("languageChanged", listener);
}

export async function chooseLanguage(language: Language): Promise<void> {
  window.localStorage.setItem(KEY, language);
  await speak(language);
}

function isLanguage(tag: unknown): tag is Language {
  return typeof tag === "string" && tag in LANGUAGES;
}

// React escapes by itself. Initialised at once and without waiting, so that a test can simply import what it tests.
void i18next.init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: english },
  ns: Object.keys(english),
  defaultNS: "common",
  interpolation: { escapeValue: false },
  initAsync: false,
});

export const t = i18next.t;

// What actions and providers are called; one that is not known is called as the engine does.

import { sentence, words } from "../../lib/format";
import { t } from "../../lib/i18n";
import { decisions as english } from "../../locales/en/decisions";

export type ActionName = keyof typeof english.actions;
export type ProviderName = keyof typeof english.providers;

export const PROVIDERS = Object.keys(english.providers) as ProviderName[];

export function actionName(action: string): string {
  return action in english.actions ? t(`decisions:actions.${action as ActionName}`) : sentence(words(action));
}

export function providerName(provider: string): string {
  return provider in english.providers ? t(`decisions:providers.${provider as ProviderName}`) : provider;
}

// The recorded inputs of a decision as people read them: what was known by name, and the names of what was not. Pure.

import type { JsonValue } from "../../generated/serde_json/JsonValue";
import { count, sentence, words } from "../../lib/format";
import { t } from "../../lib/i18n";
import { decisions as english } from "../../locales/en/decisions";

type Known = keyof typeof english.facts;

export interface Inputs {
  known: { name: string; value: string }[];
  /** Names of what was empty. */
  unknown: string[];
}

export function readInputs(facts: Record<string, JsonValue>): Inputs {
  const names = Object.keys(english.facts);
  // What is recorded and has no name yet comes last, under its own key.
  const keys = [
    ...names.filter((key) => key in facts),
    ...Object.keys(facts).filter((key) => !names.includes(key) && key !== "stage_key"),
  ];
  const read: Inputs = { known: [], unknown: [] };
  for (const key of keys) {
    const value = say(facts[key]);
    if (value === null) read.unknown.push(nameOf(key));
    else read.known.push({ name: nameOf(key), value });
  }
  return read;
}

function nameOf(key: string): string {
  return key in english.facts ? t(`decisions:facts.${key as Known}`) : sentence(words(key));
}

function say(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return count(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => say(one) ?? "").join(", ");
  return JSON.stringify(value);
}

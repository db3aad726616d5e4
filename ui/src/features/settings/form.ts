// A form over some settings of a brand: what is typed, what of it would not fit, and saving it as one act that can be undone.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { BrandDetail } from "../../generated/BrandDetail";
import { useAsk, useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { askAnew } from "../../lib/live";
import { say } from "../../lib/say";
import { edit, useDraft } from "./drafts";
import type { Key } from "./sections";

type Values = Record<string, string>;

export interface Form {
  /** The brand's slug. */
  brand: string;
  value: (key: Key) => string;
  set: (key: Key, value: string) => void;
  /** Why the engine would not take what is typed. */
  problem: (key: Key) => string | undefined;
  /** What differs from what is saved. */
  changed: Values;
  /** The part of it that fits, a moment after the last key: what previews are made of. */
  fitting: Values;
  saving: boolean;
  save: () => Promise<void>;
  discard: () => void;
}

/** How long nothing is typed before the engine is asked, in milliseconds. */
const PAUSE = 200;

export function useForm(detail: BrandDetail, keys: readonly Key[]): Form {
  const backend = useBackend();
  const client = useQueryClient();
  const [saving, setSaving] = useState(false);
  const { slug: brand, name } = detail.summary;
  const draft = useDraft(brand);
  const saved = useMemo(() => valuesOf(detail), [detail]);
  const changed = useMemo(() => differing(draft, saved, keys), [draft, saved, keys]);
  const settled = useSettled(changed);
  const check = useAsk("settings_check", { brand, values: settled }, { keep: true });
  const problems = new Map(check.data?.map(({ key, message }) => [key, message]));

  async function put(values: Values): Promise<string> {
    const { done } = await backend.call("brand_set", { brand, values });
    await askAnew(client);
    return done;
  }

  async function save(): Promise<void> {
    const former: Values = {};
    for (const key of Object.keys(changed)) former[key] = saved[key] ?? "";
    setSaving(true);
    try {
      await put(changed);
      edit(brand, nulls(changed));
      const undo = () => void put(former).catch((error) => say(BackendError.from(error).message, "warn"));
      say(t("settings:saved", { brand: name }), "plain", undo);
    } catch (thrown) {
      say(BackendError.from(thrown).message, "warn");
    } finally {
      setSaving(false);
    }
  }

  return {
    brand,
    value: (key) => draft[key] ?? saved[key] ?? "",
    set: (key, value) => edit(brand, { [key]: value === saved[key] ? null : value }),
    problem: (key) => (key in changed ? problems.get(key) : undefined),
    changed,
    fitting: without(settled, problems),
    saving,
    save,
    discard: () => edit(brand, nulls(changed)),
  };
}

export function valuesOf(detail: BrandDetail): Values {
  return Object.fromEntries(detail.settings.map(({ key, value }) => [key, value]));
}

function differing(draft: Readonly<Values>, saved: Values, keys: readonly Key[]): Values {
  const entries = Object.entries(draft).filter(([key, value]) => keys.includes(key as Key) && value !== saved[key]);
  return Object.fromEntries(entries);
}

function without(values: Values, problems: ReadonlyMap<string, string>): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !problems.has(key)));
}

function nulls(values: Values): Record<string, null> {
  return Object.fromEntries(Object.keys(values).map((key) => [key, null]));
}

/** The value once it has not changed for a moment. */
function useSettled<V>(value: V): V {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(wait);
  }, [value]);
  return settled;
}

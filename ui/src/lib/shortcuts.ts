// Keys that act anywhere in the window, and the list of those that act now, for the cheat sheet.

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

export interface Shortcut {
  /** "a", "Escape", "?", "mod+k" (Ctrl, on a Mac Cmd), "g b" (one after the other). */
  keys: string;
  /** What it does, as the cheat sheet says it; without one it is not listed. */
  label?: string | undefined;
  /** Whether it acts on every screen. */
  everywhere?: boolean;
}

const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
/** What is open above the screen has its own keys; only chords of `mod` reach through it. */
const ABOVE = "[role=dialog], [role=menu], [role=listbox]";
/** What is on its way out keeps the focus until it is gone, but not the keys. */
const CLOSING = "[data-closed]";
/** How long the second key of a pair may take, in milliseconds. */
const PAIR = 1_200;

const live = new Map<symbol, Shortcut>();
const listeners = new Set<() => void>();
let snapshot: Shortcut[] = [];
interface Pressed {
  key: string;
  at: number;
}

/** The key before this one, if it may be the first of a pair, and this one. */
let before: Pressed | null = null;
let last: Pressed | null = null;

/**
 * Acts on a key for as long as the component is there. The newest component with a key has it. Without an act it is only listed, for keys
 * that what has the focus takes itself.
 */
export function useShortcut(shortcut: Shortcut, act: (() => unknown) | null, enabled = true): void {
  const { keys, label, everywhere } = shortcut;
  const onKey = useEffectEvent((event: KeyboardEvent, id: symbol) => {
    if (!act || event.defaultPrevented || !matches(keys, event) || isShadowed(id, keys)) return;
    const target = event.target instanceof Element ? event.target : null;
    // While one writes, undoing is the text field's.
    const chord = keys.startsWith("mod+") && keys !== "mod+z";
    if (!chord && (isIn(WRITING, target) || isIn(ABOVE, target))) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    if (!enabled) return;
    const id = Symbol(keys);
    live.set(id, { keys, label, everywhere: everywhere ?? false });
    changed();
    const listener = (event: KeyboardEvent) => onKey(event, id);
    window.addEventListener("keydown", listener);
    return () => {
      window.removeEventListener("keydown", listener);
      live.delete(id);
      changed();
    };
  }, [keys, label, everywhere, enabled]);
}

/** The shortcuts that act now and have a label. */
export function useShortcuts(): Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** "mod+k" as its keys are called here: ["Ctrl", "K"]. */
export function keyNames(keys: string): string[] {
  const names: Record<string, string> = { mod: isMac() ? "⌘" : "Ctrl", Escape: "Esc", " ": "Space", enter: "Enter" };
  return (keys === " " ? [keys] : keys.split(/[+ ]/)).flatMap((key) => {
    if (names[key]) return names[key];
    // "A" is typed with Shift; "a" is shown as it stands on the key.
    if (/^[A-Z]$/.test(key)) return ["Shift", key];
    return key.length === 1 ? key.toUpperCase() : key;
  });
}

function isIn(what: string, target: Element | null): boolean {
  return target !== null && target.closest(what) !== null && target.closest(CLOSING) === null;
}

function isMac(): boolean {
  return /Mac/.test(window.navigator.platform);
}

function changed(): void {
  snapshot = [...live.values()].filter((shortcut) => shortcut.label);
  for (const listener of listeners) listener();
}

function isShadowed(id: symbol, keys: string): boolean {
  let newest: symbol | undefined;
  for (const [other, shortcut] of live) if (shortcut.keys === keys) newest = other;
  return newest !== id;
}

function matches(keys: string, event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  if (keys.startsWith("mod+")) return mod && !event.altKey && event.key.toLowerCase() === keys.slice(4);
  if (mod || event.altKey) return false;
  const [one, two] = keys.split(" ");
  if (keys === " " || two === undefined) return event.key === keys && !isSecond(event);
  return event.key === two && before !== null && before.key === one && event.timeStamp - before.at < PAIR;
}

/** "g" then "b" is one thing; the "b" must not also be a key of its own. */
function isSecond(event: KeyboardEvent): boolean {
  if (!before || event.timeStamp - before.at >= PAIR) return false;
  const pair = `${before.key} ${event.key}`;
  return [...live.values()].some(({ keys }) => keys === pair);
}

// Captured, so that it knows of the key before the components' own listeners ask for it.
window.addEventListener(
  "keydown",
  (event) => {
    const writing = event.target instanceof Element && isIn(WRITING, event.target);
    const starts = !event.ctrlKey && !event.metaKey && !writing;
    before = last;
    last = starts && event.key.length === 1 ? { key: event.key, at: event.timeStamp } : null;
  },
  { capture: true },
);

// A word with a meaning in colour; it reads without the colour too.

import type { LucideIcon } from "lucide-react";

export type Tone = "good" | "warn" | "danger" | "wait";

export function Tag({ tone, icon: Icon, children }: { tone: Tone; icon?: LucideIcon; children: string }) {
  return (
    <span className={`tag tag-${tone}`}>
      {Icon && <Icon size={11} strokeWidth={2.2} aria-hidden="true" />}
      {children}
    </span>
  );
}

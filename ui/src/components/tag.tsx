// A word with a meaning in colour; it reads without the colour too.

export type Tone = "good" | "warn" | "danger" | "wait";

export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

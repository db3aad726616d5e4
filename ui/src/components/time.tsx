// A human time with the exact one on hover.

import { exact, when } from "../lib/format";

export function Time({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at)}>
      {when(at, now)}
    </time>
  );
}

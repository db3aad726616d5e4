// Names with what they stand for, one below the other; what is not there is left out.

import type { ReactNode } from "react";

export function Words({ pairs, className }: { pairs: readonly (readonly [string, ReactNode])[]; className?: string }) {
  return (
    <dl className={className ? `log-words ${className}` : "log-words"}>
      {pairs.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

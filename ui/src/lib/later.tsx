// Parts of the page that the first screen does not need: fetched when they are first asked for, and not before, for many are not asked for
// in a day and all of them lie in memory.

import { type ComponentProps, type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";

// biome-ignore lint/suspicious/noExplicitAny: whatever it takes, it is given
type Any = ComponentType<any>;
type Named<M> = { [K in keyof M]: M[K] extends Any ? K : never }[keyof M];

/** A component by its name in a file that is fetched later. What stands there meanwhile looks the same. */
export function later<M, K extends Named<M>>(
  load: () => Promise<M>,
  name: K,
  Meanwhile: ComponentType<ComponentProps<Extract<M[K], Any>>> = Nothing,
) {
  type Part = Extract<M[K], Any>;
  const fetched = async () => {
    if (Meanwhile !== Nothing) await drawn();
    return { default: (await load())[name] as Part };
  };
  const Part = lazy(fetched) as ComponentType<ComponentProps<Part>>;
  const Shown = (props: ComponentProps<Part>) => (
    <Suspense fallback={<Meanwhile {...props} />}>
      <Part {...props} />
    </Suspense>
  );
  /** Fetches it ahead of being asked for. */
  return Object.assign(Shown, { fetch: load });
}

/** What is behind it does not exist before it is first shown; from then on it stays, so that it can close as softly as it opened. */
export function OnceShown({ shown, children }: { shown: boolean; children: ReactNode }) {
  const [ever, setEver] = useState(shown);
  if (shown && !ever) setEver(true);
  return ever && children;
}

function Nothing() {
  return null;
}

/** When what is on the page now is on the screen. */
function drawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

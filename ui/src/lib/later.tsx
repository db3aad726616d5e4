// Parts of the page that the first screen does not need: fetched once it is drawn, so that they are at hand when they are first asked for.

import { type ComponentProps, type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";

const parts: (() => Promise<unknown>)[] = [];

/** A component by its name in a file that is fetched later. */
export function later<M, K extends keyof M>(
  load: () => Promise<M>,
  // biome-ignore lint/suspicious/noExplicitAny: whatever it takes, it is given below
  name: M[K] extends ComponentType<any> ? K : never,
) {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  type Part = Extract<M[K], ComponentType<any>>;
  parts.push(load);
  const Part = lazy(async () => ({ default: (await load())[name] as Part })) as ComponentType<ComponentProps<Part>>;
  return (props: ComponentProps<Part>) => (
    <Suspense>
      <Part {...props} />
    </Suspense>
  );
}

/** Fetches a file later, for whoever asks for it by itself. */
export function fetchedLater<M>(load: () => Promise<M>): () => Promise<M> {
  parts.push(load);
  return load;
}

/** Fetches all of them, one after the other: what a person does meanwhile comes in between. */
export async function fetchLater(): Promise<void> {
  for (const load of parts) await load();
}

/** What is behind it does not exist before it is first shown; from then on it stays, so that it can close as softly as it opened. */
export function OnceShown({ shown, children }: { shown: boolean; children: ReactNode }) {
  const [ever, setEver] = useState(shown);
  if (shown && !ever) setEver(true);
  return ever && children;
}

// Where each column was scrolled to, for as long as the window is open: whoever goes away and comes back finds the place again.

const tops = new Map<string, number>();

export function places(stage: string) {
  return {
    read: () => tops.get(stage) ?? 0,
    write: (top: number) => void tops.set(stage, top),
  };
}

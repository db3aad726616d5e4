// The two dialogs about a link that any screen may open: to have one watched, and to vouch for one by hand.

import { opened } from "./opened";

export interface WatchStart {
  /** Slug of the brand. */
  brand?: string | undefined;
  /** The deal it was agreed in, and with whom. */
  deal?: { id: string; who: string } | undefined;
}

export interface VouchStart {
  /** The deal that is verified by it, and who it is with. */
  deal: string;
  who: string;
  /** The page, where it is known. */
  source?: string | undefined;
}

const watch = opened<WatchStart>();
const vouch = opened<VouchStart>();

export function openWatchLink(from: WatchStart = {}): void {
  watch.open(from);
}

export const closeWatchLink = watch.close;
export const useWatchStart = watch.use;
export const openVouch = vouch.open;
export const closeVouch = vouch.close;
export const useVouchStart = vouch.use;

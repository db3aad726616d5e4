// Whether the dialog for a new deal is open, and what it begins with. Any screen may open it.

import { opened } from "./opened";

export interface NewDealStart {
  /** Slug of the brand. */
  brand?: string | undefined;
  /** Key of the pipeline. */
  pipeline?: string | undefined;
  /** Key of the stage. */
  stage?: string | undefined;
  /** The contact's id, or an address. */
  contact?: string | undefined;
}

const dialog = opened<NewDealStart>();

export function openNewDeal(from: NewDealStart = {}): void {
  dialog.open(from);
}

export const closeNewDeal = dialog.close;
export const useNewDealStart = dialog.use;

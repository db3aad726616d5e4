// The board.

import type { board as English } from "../en/board";
import type { Translated } from "../translated";

export const board: Translated<typeof English> = {
  title: "बोर्ड",
};

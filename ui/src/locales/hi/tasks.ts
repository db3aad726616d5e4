// The recurring tasks.

import type { tasks as English } from "../en/tasks";
import type { Translated } from "../translated";

export const tasks: Translated<typeof English> = {
  title: "कार्य",
};

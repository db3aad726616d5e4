// How long the whole autopilot can be paused, in the order in which it is offered.

import type { PauseLength } from "../generated/PauseLength";

export const PAUSE_LENGTHS = ["hour", "tomorrow", "resumed"] as const satisfies readonly PauseLength[];

// The engine's table of requests as types: a mistyped name, argument or reply does not compile.

import type { Commands } from "../generated/Commands";

export type CommandName = keyof Commands;
export type Args<N extends CommandName> = Commands[N]["args"];
export type Reply<N extends CommandName> = Commands[N]["reply"];

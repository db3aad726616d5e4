// What the page can ask and hear, whoever answers. The three who do (window, bridge, made-up) live in their own files.

import type { ChosenFile } from "../generated/ChosenFile";
import type { ErrorCode } from "../generated/ErrorCode";
import type { Event } from "../generated/Event";
import type { FileDrop } from "../generated/FileDrop";
import type { OfferedFile } from "../generated/OfferedFile";
import type { Args, CommandName, Reply } from "./commands";
import { t } from "./i18n";

export interface Backend {
  /** Asks the engine. Rejects with a `BackendError` and with nothing else. */
  call<N extends CommandName>(name: N, args: Args<N>): Promise<Reply<N>>;
  /** Hears what the engine says as it works, and has said since the page began to load; returns how to stop listening. */
  subscribe(listener: (event: Event) => void): () => void;
  /** Lets the person choose a file to read; `null` if they change their mind. The page gets a token for it, never a path. */
  chooseFile(title: string, extensions: readonly string[]): Promise<ChosenFile | null>;
  /** Hears of files that are dragged over the window or dropped on it, for as long as it listens; returns how to stop. */
  onFileDrop(listener: (drop: FileDrop) => void): () => void;
  /** Lets the person choose where a file that the engine offers is saved; the name it got, `null` if they change their mind. */
  saveFile(title: string, file: OfferedFile): Promise<string | null>;
}

/** `unreachable`: the question or its answer was lost on the way, so nobody knows whether it was carried out. */
export type BackendErrorCode = ErrorCode | "unreachable";

/** A refusal or failure; the message is a sentence for a person. */
export class BackendError extends Error {
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string) {
    super(message);
    this.name = "BackendError";
    this.code = code;
  }

  /** Makes one of whatever was thrown; what is not the engine's own `{code, message}` counts as unreachable. */
  static from(thrown: unknown): BackendError {
    if (thrown instanceof BackendError) return thrown;
    if (isRefusal(thrown)) return new BackendError(thrown.code, thrown.message);
    return new BackendError("unreachable", t("unreachable"));
  }
}

function isRefusal(thrown: unknown): thrown is { code: ErrorCode; message: string } {
  if (typeof thrown !== "object" || thrown === null) return false;
  const { code, message } = thrown as Record<string, unknown>;
  return typeof code === "string" && typeof message === "string";
}

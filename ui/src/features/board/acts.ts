// What a person does with cards: shown at once, done by the engine, and then true. A refusal puts the card back and says why; what was
// done can be undone.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { BulkReply } from "../../generated/BulkReply";
import type { Card } from "../../generated/Card";
import type { DealAct } from "../../generated/DealAct";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { askAnew } from "../../lib/live";
import { say, type Way } from "../../lib/say";
import type { Placed } from "./drop";
import type { Move } from "./moves";

/** Deals of one request: the engine is soon free for others, and one can stop in between. */
const CHUNK = 200;

export interface Wish {
  cards: readonly Placed[];
  act: DealAct;
  /** The stage they go to, by id; without one they stay where they are. */
  to?: string;
  /** How the card will look there. */
  change?: Partial<Card>;
  /** The sentence for so many that were done, the first of them by name. */
  spoken: (count: number, name: string) => string;
  /** What a person can do instead where a single card was refused. */
  wayOut?: ((card: Card) => Way) | undefined;
}

export interface Progress {
  done: number;
  total: number;
}

export function useActs() {
  const backend = useBackend();
  const client = useQueryClient();
  const [moves, setMoves] = useState<readonly Move[]>([]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const stopped = useRef(false);

  /** Asks for all of them, some at a time; what could not be asked counts as refused. */
  const inTurn = useCallback(async (ids: string[], ask: (ids: string[]) => Promise<BulkReply>) => {
    const whole: BulkReply = { done: 0, refused: [], note: null };
    stopped.current = false;
    for (let at = 0; at < ids.length && !stopped.current; at += CHUNK) {
      if (ids.length > CHUNK) setProgress({ done: at, total: ids.length });
      const some = ids.slice(at, at + CHUNK);
      try {
        const reply = await ask(some);
        whole.done += reply.done;
        whole.refused.push(...reply.refused);
        whole.note ??= reply.note;
      } catch (error) {
        const why = BackendError.from(error).message;
        whole.refused.push(...ids.slice(at).map((id) => ({ id, who: "", why })));
        break;
      }
    }
    setProgress(null);
    return whole;
  }, []);

  /** Shows the moves while `work` is done, and until what is shown is true again. */
  const meanwhile = useCallback(
    async (shown: readonly Move[], work: () => Promise<readonly string[]>) => {
      setMoves((all) => [...all, ...shown]);
      const back = new Set(await work());
      if (back.size > 0) setMoves((all) => all.filter((move) => !shown.includes(move) || !back.has(move.card.id)));
      await askAnew(client);
      setMoves((all) => all.filter((move) => !shown.includes(move)));
    },
    [client],
  );

  const undo = useCallback(
    (done: readonly Placed[], moved: readonly Move[]) => {
      const back = moved.map(({ card, from, to }) => ({ card, from: to, to: from }));
      return meanwhile(back, async () => {
        const names = namesOf(done);
        const reply = await inTurn(
          done.map(({ card }) => card.id),
          (ids) => backend.call("deals_undo", { ids }),
        );
        tell(reply, names, (count, name) => t("board:done.undone", { count, name }));
        return reply.refused.map(({ id }) => id);
      });
    },
    [backend, inTurn, meanwhile],
  );

  const act = useCallback(
    ({ cards, act, to, change, spoken, wayOut }: Wish): Promise<void> => {
      const shown =
        to === undefined ? [] : cards.map(({ card, stage }) => ({ card: { ...card, ...change }, from: stage, to }));
      return meanwhile(shown, async () => {
        const reply = await inTurn(
          cards.map(({ card }) => card.id),
          (ids) => backend.call("deals_bulk", { ids, act }),
        );
        const refused = new Set(reply.refused.map(({ id }) => id));
        const done = cards.filter(({ card }) => !refused.has(card.id)).slice(0, reply.done);
        const before = cards.map(({ card, stage }) => ({ card, from: stage, to: to ?? stage }));
        const moved = before.filter(({ card, from, to }) => from !== to && !refused.has(card.id));
        const way = reply.refused.length === 1 ? cards.find(({ card }) => refused.has(card.id)) : undefined;
        tell(
          reply,
          namesOf(done.length > 0 ? done : cards),
          spoken,
          () => void undo(done, moved),
          way && wayOut?.(way.card),
        );
        return [...refused];
      });
    },
    [backend, inTurn, meanwhile, undo],
  );

  const stop = useCallback(() => {
    stopped.current = true;
  }, []);
  return { moves, progress, act, stop };
}

function namesOf(cards: readonly Placed[]): ReadonlyMap<string, string> {
  return new Map(cards.map(({ card }) => [card.id, card.name || card.email]));
}

/** One sentence for all that was done and refused. */
function tell(
  reply: BulkReply,
  names: ReadonlyMap<string, string>,
  spoken: Wish["spoken"],
  undo?: () => void,
  way?: Way,
): void {
  const [first] = names.values();
  const sentences = reply.done > 0 ? [spoken(reply.done, first ?? "")] : [];
  const [refusal] = reply.refused;
  if (refusal) {
    const name = refusal.who || names.get(refusal.id) || first || "";
    const count = reply.refused.length;
    const one = reply.done === 0 && count === 1;
    sentences.push(
      one
        ? t("board:done.refusedOne", { name, why: refusal.why })
        : t("board:done.refusedSome", { count, name, why: refusal.why }),
    );
  }
  if (reply.note) sentences.push(reply.note);
  if (sentences.length > 0)
    say(sentences.join(" "), refusal ? "warn" : "plain", reply.done > 0 ? undo : undefined, way);
}

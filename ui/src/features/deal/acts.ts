// What a person does with a deal, each with its way back where the engine has one. What the engine answers is said aloud.

import type { DealDetail } from "../../generated/DealDetail";
import type { EmailKind } from "../../generated/EmailKind";
import { useTell } from "../../lib/ask";
import type { Args, CommandName, Reply } from "../../lib/commands";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { openVouch } from "../../lib/link-dialogs";
import { say, type Way } from "../../lib/say";
import { placeOf } from "./reading";

type Done<N extends CommandName> = (args: Args<N>, undo?: () => unknown) => Promise<Reply<N> | null>;

/** Does something; says the engine's sentence with the way back. A refusal is said by `useTell`, and gives `null`. */
function useDo<N extends CommandName>(name: N, wayOut?: (args: Args<N>) => Way | undefined): Done<N> {
  const tell = useTell(name, () => null, wayOut);
  return async (args, undo) => {
    try {
      const reply = await tell.mutateAsync(args);
      const done = (reply as { done?: unknown }).done;
      if (typeof done === "string") say(done, "plain", undo && (() => void undo()));
      return reply;
    } catch {
      return null;
    }
  };
}

export type Acts = ReturnType<typeof useActs>;

export function useActs(detail: DealDetail) {
  const { card } = detail.deal;
  const { id } = card;
  const { pipeline, stage } = placeOf(detail.deal, useKnown().pipelines);
  const here = stage?.key ?? detail.deal.stage;
  // A backlink is won when the notary has seen it; a person may vouch for it instead.
  const vouch = { label: t("deal:site.vouch"), act: () => openVouch({ deal: id, who: card.name || card.email }) };
  const wins = (key: string | null, won: boolean | null) =>
    pipeline?.purpose === "backlink" && (won ?? pipeline.stages.some((one) => one.key === key && one.kind === "won"));
  const move = useDo("deal_move", ({ stage, won }) => (wins(stage, won) ? vouch : undefined));
  const pause = useDo("deal_pause");
  const resume = useDo("deal_resume");
  const close = useDo("deal_close", ({ won }) => (wins(null, won) ? vouch : undefined));
  const hold = useDo("deal_hold");
  const next = useDo("deal_next_action");
  const edit = useDo("deal_edit");
  const note = useDo("note_add");
  const draft = useTell("deal_email", ({ subject, state }) =>
    state === "queued" ? t("deal:acts.draftedQueued", { subject }) : t("deal:acts.drafted", { subject }),
  );
  // A move sets a hold of its own; going back gives back the one that was there.
  const moveBack = async () => {
    await move({ id, stage: here, won: null, reason: null });
    if (card.status !== "paused") await hold({ id, until: card.hold_until });
  };
  return {
    move: (stage: string) => move({ id, stage, won: null, reason: null }, moveBack),
    /** In a closing stage, or without one in the pipeline's. */
    end: (won: boolean, reason: string, stage: string | null) =>
      stage
        ? move({ id, stage, won, reason: reason || null }, moveBack)
        : close({ id, won, reason: reason || null }, moveBack),
    pause: (reason: string) => pause({ id, reason }, () => resume({ id })),
    resume: () => {
      const again = card.status === "paused" ? () => pause({ id, reason: card.reason ?? "" }) : undefined;
      return resume({ id }, again);
    },
    hold: (until: number | null) => hold({ id, until }, () => hold({ id, until: card.hold_until })),
    next: (at: number | null) => next({ id, at }, () => next({ id, at: card.next_action_at })),
    value: (value_cents: number) =>
      edit({ id, value_cents, notes: null }, () => edit({ id, value_cents: card.value_cents, notes: null })),
    notes: (notes: string) =>
      edit({ id, value_cents: null, notes }, () => edit({ id, value_cents: null, notes: detail.notes })),
    note: (text: string) => note({ id, text }),
    draft: (kind: EmailKind | null) => {
      if (!draft.isPending) draft.mutate({ id, kind });
    },
    isDrafting: draft.isPending,
  };
}

/** What a person does with one of our mails. An approval is bound to what was read. */
export function useMailActs(id: string) {
  const approve = useDo("email_approve");
  const edit = useDo("email_edit");
  const reject = useDo("email_reject");
  const reconsider = useDo("email_reconsider");
  const settle = useDo("email_settle");
  return {
    approve: (read: { subject: string; body: string }, seen: string) =>
      approve({ id, content_hash: seen }, () => edit({ id, ...read })),
    edit: (text: { subject: string; body: string }, before: { subject: string; body: string }) =>
      edit({ id, ...text }, () => edit({ id, ...before })),
    /** Back to where a person decides, word for word as it is. */
    takeBack: (text: { subject: string; body: string }) => edit({ id, ...text }, () => approve({ id })),
    reject: () => reject({ id }, () => reconsider({ id })),
    settle: (sent: boolean) => settle({ id, sent }),
  };
}

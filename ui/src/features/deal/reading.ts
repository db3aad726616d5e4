// What a deal's details say at a glance: the mail that is on its way, the last word heard, the whole thread. Pure.

import type { DealDetail } from "../../generated/DealDetail";
import type { DealRow } from "../../generated/DealRow";
import type { EmailRow } from "../../generated/EmailRow";
import type { EmailState } from "../../generated/EmailState";
import type { MessageRow } from "../../generated/MessageRow";
import type { PipelineRow } from "../../generated/PipelineRow";
import type { StageRow } from "../../generated/StageRow";

const ON_ITS_WAY: ReadonlySet<EmailState> = new Set(["draft", "awaiting_approval", "queued", "sending", "unconfirmed"]);

/** The mail that is on its way, if one is. */
export function pendingMail({ emails }: DealDetail): EmailRow | null {
  return emails.find(({ state }) => ON_ITS_WAY.has(state)) ?? null;
}

export function waitsForYou(mail: EmailRow | null): boolean {
  return mail?.state === "draft" || mail?.state === "awaiting_approval";
}

/** The last thing they said, unless we have written since. */
export function lastWord({ messages, emails }: DealDetail): MessageRow | null {
  const last = messages.reduce<MessageRow | null>(
    (latest, one) => (latest && latest.received_at >= one.received_at ? latest : one),
    null,
  );
  const answered = emails.some(({ sent_at }) => last && sent_at !== null && sent_at > last.received_at);
  return answered ? null : last;
}

export type ThreadItem = { at: number } & ({ ours: EmailRow } | { theirs: MessageRow });

/** Our mails and their answers, oldest first; the mail that is on its way is shown elsewhere. */
export function thread({ emails, messages }: DealDetail): ThreadItem[] {
  const ours = emails
    .filter(({ state }) => !ON_ITS_WAY.has(state))
    .map((mail) => ({ at: mail.sent_at ?? mail.created_at, ours: mail }));
  const theirs = messages.map((message) => ({ at: message.received_at, theirs: message }));
  return [...ours, ...theirs].toSorted((a, b) => a.at - b.at);
}

/** A deal names its pipeline and stage in words or by key. */
export function placeOf({ brand, pipeline, stage }: DealRow, pipelines: PipelineRow[]): Place {
  const home = pipelines.find((row) => row.brand === brand && (row.name === pipeline || row.key === pipeline));
  const here = home?.stages.find((row) => row.name === stage || row.key === stage);
  return { pipeline: home ?? null, stage: here ?? null, names: [home?.name ?? pipeline, here?.name ?? stage] };
}

export interface Place {
  pipeline: PipelineRow | null;
  stage: StageRow | null;
  /** Of both, for people. */
  names: [string, string];
}

/** What was typed as an amount in dollars, in cents; `null` if it is none. Nothing typed is nothing worth. */
export function cents(typed: string): number | null {
  const bare = typed.replace(/[\s,$']/g, "");
  if (bare === "") return 0;
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(bare)) return null;
  return Math.round(Number(bare) * 100);
}

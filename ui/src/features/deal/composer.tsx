// A mail by hand. What was typed outlives the panel until it is sent or kept.

import { useState } from "react";
import { Loading } from "../../components/states";
import { Tells } from "../../components/tells";
import type { EmailFrame } from "../../generated/EmailFrame";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { when } from "../../lib/format";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { MailForm, type MailText } from "./mail-form";

/** Unsent words by deal, for as long as the window is open. */
const unsent = new Map<string, MailText>();

interface Props {
  deal: string;
  name: string;
  /** Lifts the person's own hold on the deal, while there is one. */
  onLift: (() => unknown) | null;
  onClose: () => void;
}

export function Composer({ deal, name, onLift, onClose }: Props) {
  const frame = useAsk("email_frame", { id: deal });
  const title = t("deal:compose.title", { name });
  return (
    <section className="composer" aria-label={title}>
      <p className="composer-title">
        <b className="cut">{title}</b>
        {frame.data && <span className="faint cut">{t("deal:compose.from", { from: frame.data.from_address })}</span>}
      </p>
      {frame.isPending && <Loading what={t("deal:fetching")} />}
      {frame.error && <Refused why={frame.error.message} onClose={onClose} />}
      {frame.data && frame.data.refused !== null && <Refused why={`${frame.data.refused}.`} onClose={onClose} />}
      {frame.data && frame.data.refused === null && <Writing frame={frame.data} onLift={onLift} onClose={onClose} />}
    </section>
  );
}

function Refused({ why, onClose }: { why: string; onClose: () => void }) {
  return (
    <>
      <p className="warn" role="alert">
        {why}
      </p>
      <div className="mail-acts">
        {/* biome-ignore lint/a11y/noAutofocus: the only way on from here */}
        <button type="button" className="button" onClick={onClose} autoFocus>
          {t("close")}
        </button>
      </div>
    </>
  );
}

function Writing({ frame, onLift, onClose }: Pick<Props, "onLift" | "onClose"> & { frame: EmailFrame }) {
  const deal = frame.deal_id;
  const [start] = useState(() => unsent.get(deal) ?? { subject: frame.subject, body: "" });
  const write = useTell("email_write", () => null);
  const edit = useTell("email_edit", ({ done }) => done);
  const keep = (send: boolean) => async (text: MailText) => {
    try {
      const { id, done } = await write.mutateAsync({ deal, ...text, send });
      unsent.delete(deal);
      say(done, "plain", send ? () => edit.mutate({ id, ...text }) : undefined);
      onClose();
    } catch {
      // Refused, and said so; the words stay where they are.
    }
  };
  return (
    <MailForm
      label={t("deal:compose.title", { name: frame.to_name || frame.to_address })}
      start={start}
      below={frame.below}
      act={t("deal:compose.send")}
      onAct={keep(true)}
      other={{ act: t("deal:compose.keep"), onAct: keep(false) }}
      onLeave={onClose}
      onChange={(text) => unsent.set(deal, text)}
    >
      <Tells mail={frame} />
      <Waits frame={frame} onLift={onLift} />
    </MailForm>
  );
}

/** Said before it is sent, not after. */
function Waits({ frame, onLift }: Pick<Props, "onLift"> & { frame: EmailFrame }) {
  const now = useNow();
  const why = frame.waits;
  if (why === null) return <p className="composer-hint">{t("deal:compose.sendHint")}</p>;
  return (
    <p className="composer-hint warn">
      {frame.next === null
        ? t("deal:compose.waits", { why })
        : t("deal:compose.waitsUntil", { why, at: when(frame.next, now) })}
      {onLift && (
        <button type="button" className="link-button link-button-strong" onClick={() => void onLift()}>
          {t("deal:acts.lift")}
        </button>
      )}
    </p>
  );
}

// A deal beside the board: what it asks, what was said last, why its next mail goes or does not, and how it came here.

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Loading, Trouble } from "../../components/states";
import type { DealDetail } from "../../generated/DealDetail";
import type { DealRow } from "../../generated/DealRow";
import type { PipelineRow } from "../../generated/PipelineRow";
import { useAsk } from "../../lib/ask";
import { useShortcut } from "../../lib/shortcuts";
import { texts } from "../../lib/texts";
import "./deal.css";
import { Decisions, Scores, Timeline } from "./history";
import { LastMessage, WaitingMail } from "./mail";
import { WhyGates } from "./why";

const say = texts.deal;

/** Mounted anew for each deal. Escape leads back. */
export function DealPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const deal = useAsk("deal_show", { id });
  useShortcut({ keys: "Escape" }, onClose);
  return (
    <>
      <PanelHead detail={deal.data} onClose={onClose} />
      <div className="panel-body">
        {deal.isPending && <Loading what={texts.loading.deal} />}
        {deal.error && !deal.data && <Trouble error={deal.error} retry={() => void deal.refetch()} />}
        {deal.data && <DealBody detail={deal.data} />}
      </div>
    </>
  );
}

function PanelHead({ detail, onClose }: { detail: DealDetail | undefined; onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const pipelines = useAsk("pipelines", {});
  const loaded = detail !== undefined;
  // Opened from a card, the focus stays there and the arrows go on. Opened from a line that is gone now, it comes here.
  useEffect(() => {
    if (loaded && document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [loaded]);
  const card = detail?.deal.card;
  const authority = card?.domain_authority ?? null;
  const about = card && [card.company, authority === null ? "" : say.authority(authority)].filter(Boolean);
  return (
    <header className="panel-head">
      <div className="panel-above">
        <span className="cut">{detail ? stageName(detail.deal, pipelines.data) : " "}</span>
        <button type="button" className="icon-button push" onClick={onClose} title={say.close}>
          <kbd>Esc</kbd>
          <X size={14} aria-hidden="true" />
          <span className="visually-hidden">{say.close}</span>
        </button>
      </div>
      <h2 ref={heading} tabIndex={-1}>
        {card ? card.name || card.email : " "}
      </h2>
      {about?.length !== 0 && <p className="muted panel-about">{about?.join(" · ") ?? " "}</p>}
      <p className="muted panel-about">{card?.email ?? " "}</p>
    </header>
  );
}

/** A deal comes with the keys of its pipeline and stage; people know them by name. */
function stageName({ brand, pipeline, stage }: DealRow, pipelines: PipelineRow[] | undefined): string {
  const home = pipelines?.find((row) => row.brand === brand && row.key === pipeline);
  return `${home?.name ?? pipeline} · ${home?.stages.find((row) => row.key === stage)?.name ?? stage}`;
}

function DealBody({ detail }: { detail: DealDetail }) {
  const { card } = detail.deal;
  const waiting = detail.emails.find((email) => email.state === "awaiting_approval");
  const last = detail.messages.reduce<(typeof detail.messages)[number] | null>(
    (latest, message) => (latest && latest.received_at >= message.received_at ? latest : message),
    null,
  );
  return (
    <>
      {card.question !== null && (
        <section className="asks">
          <h3>{say.asks}</h3>
          <p className="muted">{card.question}</p>
        </section>
      )}
      {last && <LastMessage row={last} contact={card} />}
      {waiting && <WaitingMail row={waiting} />}
      <WhyGates deal={card.id} asked={card.question !== null} />
      <Decisions rows={detail.decisions} />
      <Timeline rows={detail.timeline} />
      <Scores score={card.score} reasons={detail.score_reasons} />
    </>
  );
}

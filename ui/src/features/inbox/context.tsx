// The deal beside a reply: where it stands, what happens next, and what we wrote before.

import { ArrowUpRight } from "lucide-react";
import { useState } from "react";
import { Loading, Trouble } from "../../components/states";
import { Time } from "../../components/time";
import type { DealDetail } from "../../generated/DealDetail";
import type { EmailRow } from "../../generated/EmailRow";
import { useAsk, useNow } from "../../lib/ask";
import { exact, upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { useShortcut } from "../../lib/shortcuts";

/** Mails that lie behind us; what only waits is not "what we wrote". */
const WENT: ReadonlySet<EmailRow["state"]> = new Set(["sent", "replied", "bounced", "unconfirmed"]);

export function DealContext({ deal, onOpen }: { deal: string; onOpen: () => void }) {
  const asked = useAsk("deal_show", { id: deal });
  useShortcut({ keys: "o", label: t("inbox:keys.deal") }, onOpen);
  if (asked.isPending) return <Loading what={t("inbox:context.loading")} />;
  if (asked.error && !asked.data) return <Trouble error={asked.error} retry={() => void asked.refetch()} />;
  const { card } = asked.data.deal;
  return (
    <div className="context">
      <header>
        <h2 dir="auto">{card.name || card.email}</h2>
        {card.company && (
          <p className="muted" dir="auto">
            {card.company}
          </p>
        )}
        <p className="faint breaks">{card.email}</p>
      </header>
      <dl className="facts">
        <Stands detail={asked.data} />
      </dl>
      <button type="button" className="button" onClick={onOpen} data-card={deal}>
        {t("inbox:context.open")} <ArrowUpRight size={13} aria-hidden="true" /> <kbd>O</kbd>
      </button>
      {card.question !== null && (
        <section className="context-asks">
          <h3>{t("inbox:context.asks")}</h3>
          <p className="muted" dir="auto">
            {card.question}
          </p>
        </section>
      )}
      <Before rows={asked.data.emails} />
    </div>
  );
}

function Stands({ detail }: { detail: DealDetail }) {
  const now = useNow();
  const { pipelines } = useKnown();
  const { card, brand, pipeline, stage } = detail.deal;
  const home = pipelines.find((row) => row.brand === brand && (row.key === pipeline || row.name === pipeline));
  const place = home?.stages.find((row) => row.key === stage)?.name ?? stage;
  const next =
    card.status !== "active"
      ? t(`words:deals.${card.status}`)
      : card.next_action_at !== null
        ? t("inbox:context.decides", { at: upcoming(card.next_action_at, now) })
        : card.email_state
          ? t(`words:emailStates.${card.email_state}`)
          : t("inbox:context.you");
  return (
    <>
      <dt>{t("inbox:context.stage")}</dt>
      <dd>{`${place} · ${home?.name ?? pipeline}`}</dd>
      <dt>{t("inbox:context.next")}</dt>
      <dd title={card.next_action_at === null ? undefined : exact(card.next_action_at)}>{next}</dd>
    </>
  );
}

function Before({ rows }: { rows: EmailRow[] }) {
  const went = rows
    .filter((row) => WENT.has(row.state))
    .toSorted((a, b) => (b.sent_at ?? b.created_at) - (a.sent_at ?? a.created_at));
  return (
    <section>
      <h3>{t("inbox:context.before")}</h3>
      {went.length === 0 && <p className="faint">{t("inbox:context.nothing")}</p>}
      {went.map((row, place) => (
        <Wrote key={row.id} row={row} open={place === 0} />
      ))}
    </section>
  );
}

function Wrote({ row, open: first }: { row: EmailRow; open: boolean }) {
  const now = useNow();
  const [open, setOpen] = useState(first);
  return (
    <details className="wrote" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="cut" dir="auto">
          {row.subject}
        </span>
        <span className="faint wrote-time">
          <Time at={row.sent_at ?? row.created_at} now={now} />
        </span>
      </summary>
      {open && <WroteText id={row.id} />}
    </details>
  );
}

function WroteText({ id }: { id: string }) {
  const email = useAsk("email_show", { id });
  return (
    <p className="wrote-text muted" dir="auto">
      {email.data?.text.trim() ?? ""}
    </p>
  );
}

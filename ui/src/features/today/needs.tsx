// What waits for a person: questions first, then mails nobody knows about, then lost links, then mails to approve.

import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { BrandMark } from "../../components/brand-mark";
import { Empty, Loading } from "../../components/states";
import { Time } from "../../components/time";
import type { EmailRow } from "../../generated/EmailRow";
import type { LinksPage } from "../../generated/LinksPage";
import { inParts } from "../../lib/addresses";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf, useStatus } from "../../lib/known";
import { todayAsks } from "./asks";
import "./today.css";

/** Lines of each kind at first; the rest is counted, and shown when asked for. */
const LINES = 6;

export function Needs({ onOpen }: { onOpen: (deal: string) => void }) {
  const brand = useBrandInScope();
  const status = useStatus();
  const asks = todayAsks(brand?.slug ?? null);
  const asking = useAsk(...asks.asking);
  const unsure = useAsk(...asks.unsure);
  const waiting = useAsk(...asks.waiting);
  const lost = useAsk(...asks.lost);
  const gone = lost.data?.rows ?? [];
  if (!asking.data || !unsure.data || !waiting.data) return <Loading what={t("today:looking")} />;
  if (asking.data.length + unsure.data.length + waiting.data.length + gone.length === 0) {
    return (
      <Empty title={t("today:nothing")}>
        <p>{t("today:nothingWhy")}</p>
      </Empty>
    );
  }
  const inAll = brand?.awaiting_approval ?? status.awaiting_approval;
  return (
    <>
      {asking.data.length > 0 && (
        <Group title={t("today:questions")}>
          {asking.data.map(({ card, brand }) => (
            <NeedLine
              key={card.id}
              who={card.name || card.email}
              what={card.question ?? ""}
              at={card.updated_at}
              brand={brand}
              onOpen={() => onOpen(card.id)}
            />
          ))}
        </Group>
      )}
      {unsure.data.length > 0 && (
        <Group title={t("today:unconfirmed")} note={t("today:unconfirmedWhy")}>
          {unsure.data.map((mail) => (
            <NeedLine
              key={mail.id}
              {...mailLine(mail)}
              onOpen={() => onOpen(mail.deal_id)}
              acts={<Settle id={mail.id} />}
            />
          ))}
        </Group>
      )}
      {lost.data && gone.length > 0 && <Lost page={lost.data} onOpen={onOpen} />}
      {waiting.data.length > 0 && (
        <Group
          title={t("today:approve")}
          act={
            <Link to="/review" className="button button-primary">
              {t("today:reviewAll", { count: inAll })}
            </Link>
          }
        >
          {waiting.data.map((mail) => (
            <NeedLine key={mail.id} {...mailLine(mail)} onOpen={() => onOpen(mail.deal_id)} />
          ))}
        </Group>
      )}
    </>
  );
}

/** Links that were there; where one was agreed in a deal, that opens, for there the way back is. */
function Lost({ page: { rows, total, counts }, onOpen }: { page: LinksPage; onOpen: (deal: string) => void }) {
  const navigate = useNavigate();
  const missing = counts.find(({ standing }) => standing === "missing")?.count ?? 0;
  return (
    <Group
      title={t("today:lost")}
      note={missing > 0 ? `${t("today:lostWhy")} ${t("today:missing", { count: missing })}` : t("today:lostWhy")}
      act={
        <Link to="/links" search={{ standing: "lost" }} className="button">
          {t("today:lostAll", { count: total })}
        </Link>
      }
    >
      {rows.map((link) => (
        <NeedLine
          key={link.id}
          who={inParts(link.source).host}
          what={link.why}
          at={link.lost_at ?? link.checked_at ?? link.created_at}
          brand={link.brand}
          onOpen={() =>
            link.deal_id
              ? onOpen(link.deal_id)
              : void navigate({ to: "/links", search: { standing: "lost", link: link.id } })
          }
        />
      ))}
    </Group>
  );
}

function mailLine(mail: EmailRow) {
  const what = `${t(`words:mails.${mail.kind}`)} · ${mail.subject}`;
  return { who: mail.to_name || mail.to_address, what, at: mail.created_at, brand: mail.brand };
}

interface GroupProps {
  title: string;
  note?: string;
  act?: ReactNode;
  children: ReactNode[];
}

function Group({ title, note, act, children }: GroupProps) {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : children.length - LINES;
  return (
    <section className="need">
      <header className="need-head">
        <h3>{title}</h3>
        {act && <span className="push">{act}</span>}
      </header>
      {note && <p className="need-note">{note}</p>}
      <ul className="box">{hidden > 0 ? children.slice(0, LINES) : children}</ul>
      {hidden > 0 && (
        <button type="button" className="link-button need-more" onClick={() => setAll(true)}>
          {t("today:moreOf", { count: hidden })}
        </button>
      )}
    </section>
  );
}

interface LineProps {
  who: string;
  what: string;
  at: number;
  brand: string;
  onOpen: () => void;
  acts?: ReactNode;
}

function NeedLine({ who, what, at, brand, onOpen, acts }: LineProps) {
  const now = useNow();
  const mark = useBrandOf()(brand);
  return (
    <li className="need-line">
      <button type="button" className="need-open" onClick={onOpen}>
        <b className="cut">{who}</b>
        <span className="need-what cut">{what}</span>
        {mark && <BrandMark name={mark.name} place={mark.place} small />}
        <span className="faint need-time">
          <Time at={at} now={now} />
        </span>
      </button>
      {acts}
    </li>
  );
}

function Settle({ id }: { id: string }) {
  const settle = useTell("email_settle", ({ done }) => done);
  return (
    <span className="row">
      <button
        type="button"
        className="button"
        disabled={settle.isPending}
        onClick={() => settle.mutate({ id, sent: true })}
      >
        {t("today:sent")}
      </button>
      <button
        type="button"
        className="button"
        disabled={settle.isPending}
        onClick={() => settle.mutate({ id, sent: false })}
      >
        {t("today:notSent")}
      </button>
    </span>
  );
}

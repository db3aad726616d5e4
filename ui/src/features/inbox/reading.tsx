// The reading pane: who wrote, how we know whose it is, what it means, what it says, and the answer.

import { Check } from "lucide-react";
import { useState } from "react";
import { CarefulLinks } from "../../components/careful-link";
import { Segments } from "../../components/choice";
import type { MessageDetail } from "../../generated/MessageDetail";
import { useAsk, useBackend, useTell } from "../../lib/ask";
import { exact } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";
import { say } from "../../lib/say";
import { useShortcut } from "../../lib/shortcuts";
import { Answer } from "./answer";
import { AsSent } from "./as-sent";
import { Meaning } from "./class-menu";
import { evidenceInWords } from "./meaning";
import { MailText } from "./text";

interface Props {
  detail: MessageDetail;
  /** It is dealt with: the next one may come. */
  onDone: () => void;
}

/** Mounted anew for each mail. */
export function Reading({ detail, onDone }: Props) {
  const { row } = detail;
  const [answering, setAnswering] = useState(false);
  const done = useDone(detail, onDone);
  return (
    <CarefulLinks>
      <article className="reading" aria-label={t("inbox:reading.label", { who: row.from_name || row.from_address })}>
        <Meaning detail={detail} />
        <Sheet detail={detail} />
        <footer className="reading-acts">
          {row.deal_id ? (
            <AnswerTo
              detail={detail}
              deal={row.deal_id}
              open={answering}
              onOpen={setAnswering}
              onSent={() => detail.done_at === null && done.set(true)}
            />
          ) : (
            <p className="faint">{t("inbox:answer.nobody")}</p>
          )}
          {!answering && (
            <button
              type="button"
              className="button"
              disabled={done.busy}
              onClick={() => done.set(detail.done_at === null)}
            >
              {detail.done_at === null ? t("inbox:done.act") : t("inbox:done.back")} <kbd>E</kbd>
            </button>
          )}
          {detail.done_at !== null && !answering && (
            <span className="row faint">
              <Check size={13} className="good" aria-hidden="true" />
              {t("inbox:done.at", { at: exact(detail.done_at) })}
            </span>
          )}
        </footer>
      </article>
    </CarefulLinks>
  );
}

function useDone(detail: MessageDetail, onDone: () => void) {
  const backend = useBackend();
  const { id } = detail.row;
  const tell = useTell("message_done", () => null);
  const set = (done: boolean) => {
    if (tell.isPending) return;
    if (done) onDone();
    const back = () => void backend.call("message_done", { id, done: !done });
    // Not by a callback of `mutate`: by the time of the answer the next mail is open, and this one no longer listens.
    tell.mutateAsync({ id, done }).then(
      (reply) => say(reply.done, "plain", back),
      () => undefined,
    );
  };
  useShortcut({ keys: "e", label: t("inbox:keys.done") }, () => set(detail.done_at === null));
  return { set, busy: tell.isPending };
}

function Sheet({ detail }: { detail: MessageDetail }) {
  const { row } = detail;
  const [view, setView] = useState<"text" | "sent">("text");
  const brand = useBrandOf()(row.brand);
  const who = row.from_name || row.from_address;
  useShortcut(
    { keys: "v", label: t("inbox:keys.view") },
    () => setView(view === "text" ? "sent" : "text"),
    detail.has_html,
  );
  return (
    <div className="sheet">
      <dl className="facts sheet-facts">
        <dt>{t("inbox:reading.from")}</dt>
        <dd className="breaks">
          <bdi>{row.from_name}</bdi>{" "}
          {row.from_name ? <span className="faint">{row.from_address}</span> : row.from_address}
        </dd>
        <dt>{t("inbox:reading.to")}</dt>
        <dd className="row">
          {brand?.name ?? row.brand}
          {detail.folder === "spam" && <span className="tag tag-warn">{t("inbox:spam")}</span>}
        </dd>
        <dt>{t("inbox:reading.received")}</dt>
        <dd>{exact(row.received_at)}</dd>
        <dt>{t("inbox:reading.matched")}</dt>
        <dd>{row.deal_id || row.evidence ? evidenceInWords(row.evidence) : t("inbox:evidence.none")}</dd>
      </dl>
      <header className="sheet-head">
        <h2 dir="auto">{row.subject || t("inbox:reading.noSubject")}</h2>
        {detail.has_html && (
          <Segments
            label={t("inbox:reading.view")}
            value={view}
            options={[
              { value: "text", label: t("inbox:reading.asText") },
              { value: "sent", label: t("inbox:reading.asSent") },
            ]}
            onChange={setView}
          />
        )}
      </header>
      {view === "sent" ? <AsSent id={row.id} who={who} /> : <MailText text={detail.text} quoted={detail.quoted} />}
    </div>
  );
}

function AnswerTo(props: Omit<Parameters<typeof Answer>[0], "to">) {
  const deal = useAsk("deal_show", { id: props.deal });
  // It can be written before it is known what they are called: a key must not come to nothing.
  const { row } = props.detail;
  const { name, email } = deal.data?.deal.card ?? { name: row.from_name, email: row.from_address };
  return <Answer {...props} to={{ name, email }} />;
}

// The review queue: list, mail and reason side by side. One key per act; what is approved is exactly what was on screen.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { Panes, Screen } from "../../components/screen";
import { Loading, Trouble } from "../../components/states";
import type { WaitingMail } from "../../generated/WaitingMail";
import { useAsk, useBackend, useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { say } from "../../lib/say";
import { keyNames, useShortcut } from "../../lib/shortcuts";
import { AskMany, LeftOut } from "./bulk";
import { type Draft, Editor } from "./editor";
import { Gone } from "./gone";
import { Letter } from "./letter";
import { Nothing } from "./nothing";
import { Queue } from "./queue";
import { Rejecting } from "./rejecting";
import "./review.css";
import { useActs } from "./use-acts";
import { useQueue } from "./use-queue";
import { afterwards, range } from "./walk";
import { Why } from "./why";

interface Props {
  /** The mail that is open, as the address says. */
  mail: string | undefined;
  /** Replaces it in the address. */
  onOpen: (id: string | undefined) => void;
  onDeal: (deal: string) => void;
}

type Doing =
  | { kind: "reading" }
  | { kind: "rejecting" }
  /** As they were when the question was put: what changes meanwhile is not approved unseen. */
  | { kind: "asking"; mails: readonly WaitingMail[] }
  | { kind: "editing"; id: string; draft: Draft };
const READING: Doing = { kind: "reading" };

export function Review({ mail, onOpen, onDeal }: Props) {
  const now = useNow();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const queue = useQueue(mail, onOpen);
  const [doing, setDoing] = useState<Doing>(READING);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const opened = useRef(new Set<string>());
  const touched = useRef<string | null>(null);
  const acts = useActs({ hide: queue.hide, show: queue.show, open: onOpen });

  const detail = useAsk("email_show", { id: mail ?? "" }, { when: mail !== undefined });
  const context = useAsk("email_context", { id: mail ?? "" }, { when: mail !== undefined });
  const shown = detail.data?.row.id === mail ? detail.data : undefined;
  const waits = shown?.row.state === "awaiting_approval";
  const who = shown ? shown.row.to_name || shown.row.to_address : "";
  const reading = doing.kind === "reading";
  useReadAhead(queue.step(1));
  useEffect(() => {
    if (shown) opened.current.add(shown.row.id);
  }, [shown]);

  const open = (id: string | undefined) => {
    setDoing(READING);
    if (id !== undefined) onOpen(id);
  };
  /** The current mail is dealt with: on to the next, or to the end. */
  const goOn = () => {
    setDoing(READING);
    onOpen(mail === undefined ? undefined : afterwards(queue.ids, mail));
  };
  const approve = () => {
    if (!shown || !waits) return;
    goOn();
    acts.approve({ id: shown.row.id, content_hash: shown.content_hash }, who);
  };
  const edit = (draft?: Draft) => {
    if (shown && waits)
      setDoing({ kind: "editing", id: shown.row.id, draft: draft ?? { subject: shown.row.subject, body: shown.body } });
  };
  const leave = (id: string, before: Draft, draft: Draft) => {
    setDoing(READING);
    if (draft.subject === before.subject && draft.body === before.body) return;
    say(t("review:editing.dropped", { who }), "plain", () => {
      onOpen(id);
      setDoing({ kind: "editing", id, draft });
    });
  };
  const select = (id: string, far: boolean) => {
    const some = far ? range(queue.ids, touched.current, id) : [id];
    touched.current = id;
    setSelected((before) => {
      const next = new Set(before);
      const out = !far && before.has(id);
      for (const one of some) {
        if (out) next.delete(one);
        else next.add(one);
      }
      return next;
    });
  };
  const chosen = queue.mails.filter((line) => selected.size === 0 || selected.has(line.mail.id));
  const ask = () => setDoing({ kind: "asking", mails: chosen });
  const approveAsked = (asked: readonly WaitingMail[]) => {
    setSelected(new Set());
    if (asked.some((line) => line.mail.id === mail)) {
      const rest = queue.ids.filter((id) => !asked.some((line) => line.mail.id === id));
      onOpen(rest[0]);
    }
    acts.approveAll(asked.map((line) => ({ id: line.mail.id, content_hash: line.content_hash })));
  };

  useShortcut({ keys: "j", label: t("review:keys.next") }, () => open(queue.step(1)), reading);
  useShortcut({ keys: "k", label: t("review:keys.previous") }, () => open(queue.step(-1)), reading);
  useShortcut({ keys: "a", label: t("review:keys.approve") }, approve, reading && waits);
  useShortcut({ keys: "e", label: t("review:keys.edit") }, () => edit(), reading && waits);
  useShortcut({ keys: "x", label: t("review:keys.reject") }, () => setDoing({ kind: "rejecting" }), reading && waits);
  useShortcut(
    { keys: "s", label: t("review:keys.select") },
    () => mail && select(mail, false),
    reading && mail !== undefined,
  );
  useShortcut(
    { keys: "o", label: t("review:keys.deal") },
    () => shown && onDeal(shown.row.deal_id),
    reading && shown !== undefined,
  );
  useShortcut(
    { keys: "A", label: selected.size > 0 ? t("review:keys.approveSelected") : t("review:keys.approveAll") },
    ask,
    reading && chosen.length > 0,
  );
  useShortcut({ keys: "Escape" }, () => setSelected(new Set()), reading && selected.size > 0);

  const empty = queue.asked.data !== undefined && queue.mails.length === 0 && (mail === undefined || !shown || waits);
  if (queue.asked.error && !queue.asked.data) {
    return (
      <Screen title={t("review:title")}>
        <Trouble error={queue.asked.error} retry={() => void queue.asked.refetch()} />
      </Screen>
    );
  }
  return (
    <Screen
      title={t("review:title")}
      note={queue.total > 0 ? t("review:waiting", { count: queue.total }) : undefined}
      actions={
        queue.mails.length > 0 ? (
          <Keys selected={selected.size} onAll={ask} onClear={() => setSelected(new Set())} />
        ) : undefined
      }
    >
      {queue.asked.isPending && <Loading what={t("review:loading")} />}
      {empty && <Nothing />}
      {queue.asked.data && !empty && (
        <Panes
          list={
            <Queue
              mails={queue.mails}
              total={queue.total}
              current={mail}
              selected={selected}
              brandOf={(slug) => (scope ? null : brandOf(slug))}
              onOpen={open}
              onSelect={select}
              onEnd={queue.more}
            />
          }
          thing={
            <div className="review-thing">
              {detail.error && !shown && <Trouble error={detail.error} retry={() => void detail.refetch()} />}
              {mail !== undefined && !shown && !detail.error && <Loading what={t("review:loadingMail")} />}
              {shown && !waits && (
                <Gone
                  row={shown.row}
                  onNext={queue.mails.length > 0 ? () => open(queue.step(1) ?? queue.ids[0]) : null}
                  onDeal={() => onDeal(shown.row.deal_id)}
                />
              )}
              {shown && doing.kind === "editing" && doing.id === mail && (
                <Editor
                  key={doing.id}
                  draft={doing.draft}
                  saving={acts.edit.isPending}
                  onSave={(draft) =>
                    acts.edit.mutate({ id: doing.id, ...draft }, { onSuccess: () => setDoing(READING) })
                  }
                  onLeave={(draft) => leave(doing.id, { subject: shown.row.subject, body: shown.body }, draft)}
                />
              )}
              {shown && doing.kind !== "editing" && (
                <Letter
                  key={shown.row.id}
                  detail={shown}
                  context={context.data}
                  now={now}
                  onApprove={approve}
                  onEdit={() => edit()}
                  onReject={() => setDoing({ kind: "rejecting" })}
                />
              )}
            </div>
          }
          reasonLabel={t("review:why.label")}
          reason={
            shown && context.data ? (
              <Why detail={shown} context={context.data} now={now} />
            ) : (
              <Loading what={t("review:why.loading")} />
            )
          }
        />
      )}
      {doing.kind === "rejecting" && shown && (
        <Rejecting
          who={who}
          onClose={() => setDoing(READING)}
          onReject={(reason) => {
            goOn();
            acts.reject(shown.row.id, reason);
          }}
        />
      )}
      {doing.kind === "asking" && (
        <AskMany
          mails={doing.mails}
          opened={opened.current}
          now={now}
          onClose={() => setDoing(READING)}
          onConfirm={() => approveAsked(doing.mails)}
        />
      )}
      {acts.refused.length > 0 && (
        <LeftOut
          refused={acts.refused}
          onClose={acts.forgetRefused}
          onOpen={(id) => {
            acts.forgetRefused();
            open(id);
          }}
        />
      )}
    </Screen>
  );
}

/** What comes next is there when one gets to it. */
function useReadAhead(next: string | undefined): void {
  const backend = useBackend();
  const client = useQueryClient();
  const ahead = useCallback(
    (id: string) => {
      for (const name of ["email_show", "email_context"] as const) {
        void client.prefetchQuery({ queryKey: [name, { id }], queryFn: () => backend.call(name, { id }) });
      }
    },
    [backend, client],
  );
  useEffect(() => {
    if (next !== undefined) ahead(next);
  }, [next, ahead]);
}

function Keys({ selected, onAll, onClear }: { selected: number; onAll: () => void; onClear: () => void }) {
  const keys = (names: string[], what: string) => (
    <span className="row key-hint">
      {names.map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
      {what}
    </span>
  );
  return (
    <>
      <span className="key-hints" aria-hidden="true">
        {keys(["J", "K"], t("review:keys.move"))}
        {keys(["A"], t("review:keys.approve").toLowerCase())}
        {keys(["E"], t("review:keys.edit").toLowerCase())}
        {keys(["X"], t("review:keys.reject").toLowerCase())}
      </span>
      {selected > 0 && (
        <button type="button" className="link-button" onClick={onClear}>
          {t("review:bulk.clear")} <kbd>Esc</kbd>
        </button>
      )}
      <button type="button" className="button" onClick={onAll}>
        {selected > 0 ? t("review:bulk.act", { count: selected }) : t("review:keys.approveAll")}{" "}
        <kbd>{keyNames("A").join(" ")}</kbd>
      </button>
    </>
  );
}

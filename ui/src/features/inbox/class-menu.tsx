// What a reply means, why it is taken for that, and the menu to say it better. The commonest have a key of their own.

import { ChevronDown } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { Menu } from "../../components/menu";
import type { MessageDetail } from "../../generated/MessageDetail";
import type { ReplyKind } from "../../generated/ReplyKind";
import { useTell } from "../../lib/ask";
import { isGuess } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { asksFor, MEANINGS, readBy, TONES } from "./meaning";

export function ClassTag({ kind, confidence }: { kind: ReplyKind | null; confidence: number }) {
  if (!kind) return <span className="tag tag-plain">{t("inbox:class.none")}</span>;
  const tone = TONES[kind] ?? "plain";
  return (
    <span className={`tag tag-${tone}`}>
      {t(`words:replies.${kind}`)}
      {isGuess(confidence) && ` ${Math.round(confidence * 100)}%`}
    </span>
  );
}

export function Meaning({ detail }: { detail: MessageDetail }) {
  const { row, before } = detail;
  const [asking, setAsking] = useState<ReplyKind | null>(null);
  const tell = useTell("message_reclassify", ({ done }) => done);
  const mean = (kind: ReplyKind, until: string | null = null, referral: string | null = null) => {
    if (!tell.isPending) tell.mutate({ id: row.id, class: kind, until, referral });
  };
  const choose = (kind: ReplyKind) => (asksFor(kind) ? setAsking(kind) : mean(kind));
  return (
    <section className="meaning" aria-label={t("inbox:class.label")}>
      <div className="row meaning-row">
        <ClassTag kind={row.class} confidence={row.confidence} />
        {row.classified_by && <span className="faint cut">{readBy(row.classified_by)}</span>}
        <Menu
          className="button meaning-change push"
          align="end"
          button={
            <>
              {t("inbox:class.change")}
              <ChevronDown size={12} aria-hidden="true" />
            </>
          }
          groups={[MEANINGS.slice(0, 9), MEANINGS.slice(9)].map((group, second) =>
            group.map((kind, place) => ({
              key: kind,
              label: t(`words:replies.${kind}`),
              act: () => choose(kind),
              chosen: kind === row.class,
              hint: second ? undefined : <kbd>{place + 1}</kbd>,
            })),
          )}
        />
      </div>
      {/* What a person said needs no reason, and the line above names them. */}
      {row.why && row.classified_by !== "person" && (
        <p className="muted" dir="auto">
          {row.why}
        </p>
      )}
      <Details detail={detail} />
      {before && (
        <p className="faint">
          {t("inbox:class.before", {
            kind: before.class ? t(`words:replies.${before.class}`) : t("inbox:class.none"),
            by: before.by ? readBy(before.by) : t("inbox:by.nobody"),
          })}
        </p>
      )}
      {MEANINGS.slice(0, 9).map((kind, place) => (
        <MeaningKey key={kind} keys={String(place + 1)} kind={kind} act={() => choose(kind)} />
      ))}
      {asking && (
        <MeaningDialog
          kind={asking}
          before={detail.class?.kind === asking ? detail.class : null}
          onClose={() => setAsking(null)}
          onSay={(until, referral) => mean(asking, until, referral)}
        />
      )}
    </section>
  );
}

function Details({ detail: { class: read } }: { detail: MessageDetail }) {
  if (!read) return null;
  return (
    <>
      {read.until && <p>{t("inbox:class.until", { day: read.until })}</p>}
      {read.referral && <p className="breaks">{t("inbox:class.referral", { address: read.referral })}</p>}
      {read.url && <p className="breaks">{t("inbox:class.url", { url: read.url })}</p>}
    </>
  );
}

function MeaningKey({ keys, kind, act }: { keys: string; kind: ReplyKind; act: () => void }) {
  useShortcut({ keys, label: t("inbox:keys.means", { kind: t(`words:replies.${kind}`) }) }, act);
  return null;
}

/** Asks for what a meaning can name; it holds without it too. */
function MeaningDialog({
  kind,
  before,
  onClose,
  onSay,
}: {
  kind: ReplyKind;
  before: { until: string | null; referral: string | null } | null;
  onClose: () => void;
  onSay: (until: string | null, referral: string | null) => void;
}) {
  const until = asksFor(kind) === "until";
  const [value, setValue] = useState((until ? before?.until : before?.referral) ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onSay(until ? value || null : null, until ? null : value || null);
  };
  const name = t(`words:replies.${kind}`);
  return (
    <Dialog
      title={name}
      open
      onClose={onClose}
      act={
        <button type="submit" form="meaning" className="button button-primary">
          {t("inbox:class.set", { kind: name })}
        </button>
      }
    >
      <form id="meaning" onSubmit={submit}>
        <Field
          label={t(until ? "inbox:class.untilLabel" : "inbox:class.referralLabel")}
          hint={t(until ? "inbox:class.untilHint" : "inbox:class.referralHint")}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              type={until ? "date" : "email"}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

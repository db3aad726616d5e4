// One mail as it goes out, or what a person changed in it, with the acts below.

import { useState } from "react";
import { Segments } from "../../components/choice";
import { footerOf, MailSheet, type MarkKind } from "../../components/mail-sheet";
import { Tells } from "../../components/tells";
import { TextDiff } from "../../components/text-diff";
import type { EmailContext } from "../../generated/EmailContext";
import type { EmailDetail } from "../../generated/EmailDetail";
import { exact, when } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Mark } from "../../lib/marks";
import { useShortcut } from "../../lib/shortcuts";
import { goesOut } from "./goes";

interface Props {
  detail: EmailDetail;
  context: EmailContext | undefined;
  now: number;
  onApprove: () => void;
  onEdit: () => void;
  onReject: () => void;
}

export function Letter({ detail, context, now, onApprove, onEdit, onReject }: Props) {
  const { row, original } = detail;
  const [changes, setChanges] = useState(false);
  const waits = row.state === "awaiting_approval";
  const shown = changes && original !== null;
  useShortcut({ keys: "d", label: t("review:keys.changes") }, () => setChanges(!changes), original !== null);
  return (
    <div className="letter">
      {original && (
        <div className="letter-changed">
          <p className="muted" title={exact(original.edited_at)}>
            {t("review:changedNote", { when: when(original.edited_at, now) })}
          </p>
          <Segments
            label={t("review:view.label")}
            value={shown ? "changes" : "mail"}
            options={[
              { value: "mail", label: t("review:view.mail") },
              { value: "changes", label: t("review:view.changes") },
            ]}
            onChange={(view) => setChanges(view === "changes")}
          />
        </div>
      )}
      <MailSheet
        lines={[
          { label: t("review:to"), value: address(row.to_name, row.to_address) },
          { label: t("review:from"), value: address(detail.from_name, detail.from_address) },
          ...(waits ? [{ label: t("review:goesOut"), value: context ? goesOut(context, now) : "…" }] : []),
        ]}
        subject={shown ? <TextDiff before={original.subject} after={row.subject} /> : row.subject}
        body={shown ? <TextDiff before={original.body} after={detail.body} /> : detail.body}
        footer={footerOf(detail.text, detail.body)}
        marks={context ? marksOf(context) : []}
      />
      <Tells mail={detail} />
      {waits && (
        <div className="letter-acts">
          <button type="button" className="button button-primary" onClick={onApprove}>
            {t("review:keys.approve")} <kbd>A</kbd>
          </button>
          <button type="button" className="button" onClick={onEdit}>
            {t("review:keys.edit")} <kbd>E</kbd>
          </button>
          <button type="button" className="button button-quiet" onClick={onReject}>
            {t("review:keys.reject")} <kbd>X</kbd>
          </button>
        </div>
      )}
    </div>
  );
}

function address(name: string, email: string): string {
  return name ? `${name}, ${email}` : email;
}

/** The recipient's name in a greeting is no news, and the brand's own words are known; what is said about them is marked. */
function marksOf(context: EmailContext): Mark<MarkKind>[] {
  const told = context.grounds.leans_on.filter(({ source }) => source !== "name" && source !== "offer");
  return [
    ...told.map(({ phrase }) => ({ phrase, kind: "known" as const })),
    ...context.grounds.unknown.map((phrase) => ({ phrase, kind: "unknown" as const })),
  ];
}

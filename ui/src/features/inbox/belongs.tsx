// A mail that belongs to nobody: a person says whose it is. The sender's colleagues are proposed; others are searched.

import { useDeferredValue, useEffect, useRef, useState } from "react";
import type { DealRow } from "../../generated/DealRow";
import type { MessageDetail } from "../../generated/MessageDetail";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { useShortcut } from "../../lib/shortcuts";
import { evidenceInWords } from "./meaning";

export function Belongs({ detail: { row } }: { detail: MessageDetail }) {
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const found = useAsk("message_candidates", { id: row.id, search: search || null }, { keep: true });
  const link = useTell("message_link", ({ done }) => done);
  const field = useRef<HTMLInputElement>(null);
  useShortcut({ keys: "l", label: t("inbox:keys.link") }, () => field.current?.focus());
  // Going to another mail begins anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the id that matters
  useEffect(() => setTyped(""), [row.id]);
  return (
    <div className="context">
      <header>
        <h2>{t("inbox:belongs.title")}</h2>
        <p className="muted">{row.evidence ? evidenceInWords(row.evidence) : t("inbox:belongs.why")}</p>
      </header>
      <input
        ref={field}
        className="input"
        type="search"
        aria-label={t("inbox:belongs.search")}
        placeholder={t("inbox:belongs.search")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      {found.data && found.data.length === 0 && (
        <p className="faint">{t(search ? "inbox:belongs.nobody" : "inbox:belongs.noColleague")}</p>
      )}
      <ul className="candidates" aria-label={t("inbox:belongs.found")}>
        {found.data?.map((deal) => (
          <Candidate
            key={deal.card.id}
            deal={deal}
            busy={link.isPending}
            onLink={() => link.mutate({ id: row.id, deal: deal.card.id })}
          />
        ))}
      </ul>
      <p className="faint">{t("inbox:belongs.follows")}</p>
    </div>
  );
}

function Candidate({ deal, busy, onLink }: { deal: DealRow; busy: boolean; onLink: () => void }) {
  const { card } = deal;
  const { pipelines } = useKnown();
  const home = pipelines.find(
    (row) => row.brand === deal.brand && (row.key === deal.pipeline || row.name === deal.pipeline),
  );
  const stage = home?.stages.find((row) => row.key === deal.stage)?.name ?? deal.stage;
  const name = card.name || card.email;
  return (
    <li className="candidate">
      <span className="candidate-who">
        <b className="cut" dir="auto">
          {name}
        </b>
        <span className="faint breaks" dir="auto">
          {[card.company, `${home?.name ?? deal.pipeline}: ${stage}`].filter(Boolean).join(" · ")}
        </span>
      </span>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={onLink}
        aria-label={t("inbox:belongs.linkTo", { name })}
      >
        {t("inbox:belongs.link")}
      </button>
    </li>
  );
}

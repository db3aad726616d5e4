// How a wording reads for a real deal, filled and checked by the engine as it would be written.

import { useState } from "react";
import { Choice } from "../../components/choice";
import { Loading } from "../../components/states";
import type { WordingTry } from "../../generated/WordingTry";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";

/** Deals to choose from. */
const DEALS = 60;
const SOMEBODY = "";

export function usePreview(request: WordingTry) {
  return useAsk("wording_preview", request, { keep: true });
}

interface Props {
  brand: string;
  answer: ReturnType<typeof usePreview>;
  deal: string | null;
  onDeal: (deal: string | null) => void;
}

export function Preview({ brand, answer, deal, onDeal }: Props) {
  const [whole, setWhole] = useState(false);
  const deals = useAsk("deals_list", { brand, pipeline: null, stage: null, status: null, asking: false, limit: DEALS });
  const people = deals.data?.map(({ card }) => ({
    value: card.id,
    label: [card.name || card.email, card.company].filter(Boolean).join(" · "),
  }));
  const preview = answer.data;
  return (
    <div className="preview">
      <Choice
        label={t("wordings:for")}
        value={deal ?? SOMEBODY}
        options={[{ value: SOMEBODY, label: t("wordings:somebody") }, ...(people ?? [])]}
        onChange={(next) => onDeal(next === SOMEBODY ? null : next)}
      />
      {answer.error && <p className="field-error">{answer.error.message}</p>}
      {!preview && !answer.error && <Loading what={t("wordings:filling")} />}
      {preview && (preview.subject !== null || preview.body !== "") && (
        <article className="preview-mail" aria-label={t("wordings:sides.preview")}>
          {preview.subject !== null && <h3>{preview.subject || t("wordings:noSubject")}</h3>}
          <p className="preview-text">{whole && preview.whole ? preview.whole : preview.body}</p>
        </article>
      )}
      {preview?.whole && (
        <label className="row muted">
          <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.target.checked)} />
          {t("wordings:whole")}
        </label>
      )}
      {preview && !preview.trouble && preview.subject === null && (
        <p className="field-hint">{t("wordings:promptNote")}</p>
      )}
    </div>
  );
}

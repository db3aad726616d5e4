// The third step: whose contacts they become, what is wanted of them, and what happens to those who are known.

import { Choice, Segments } from "../../components/choice";
import { Field } from "../../components/field";
import type { Basis } from "../../generated/Basis";
import type { ContactType } from "../../generated/ContactType";
import type { OnDuplicate } from "../../generated/OnDuplicate";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { type Draft, pipelineOf } from "./draft";

const KINDS: readonly ContactType[] = ["lead", "backlink_target", "partner"];
const DUPLICATES: readonly OnDuplicate[] = ["skip", "update"];
const BASES: readonly Basis[] = [
  "none",
  "express",
  "inferred_relationship",
  "inferred_published",
  "legitimate_interest",
];

interface Props {
  draft: Draft;
  /** The brand that holds, chosen or not. */
  brand: string;
  onChange: (change: Partial<Draft>) => void;
}

export function OptionsStep({ draft, brand, onChange }: Props) {
  const { status } = useKnown();
  return (
    <div className="options-form">
      <Field label={t("imports:options.brand")} hint={t("imports:options.brandHint")}>
        {() => (
          <Choice
            label={t("imports:options.brand")}
            value={brand}
            options={status.brands.map(({ slug, name }) => ({ value: slug, label: name }))}
            onChange={(brand) => onChange({ brand, pipeline: null })}
          />
        )}
      </Field>
      <Field label={t("imports:options.kind")} hint={t("imports:options.kindHint")}>
        {() => (
          <Segments
            label={t("imports:options.kind")}
            value={draft.kind}
            options={KINDS.map((value) => ({ value, label: t(`words:contactTypes.${value}`) }))}
            onChange={(kind) => onChange({ kind, pipeline: null })}
          />
        )}
      </Field>
      <Field label={t("imports:options.source")} hint={t("imports:options.sourceHint")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={draft.source}
            placeholder={t("imports:options.sourcePlaceholder")}
            onChange={(event) => onChange({ source: event.target.value })}
          />
        )}
      </Field>
      <Deals draft={draft} brand={brand} onChange={onChange} />
      <Field
        label={t("imports:options.duplicates")}
        hint={t(draft.onDuplicate === "skip" ? "imports:options.skipHint" : "imports:options.updateHint")}
      >
        {() => (
          <Segments
            label={t("imports:options.duplicates")}
            value={draft.onDuplicate}
            options={DUPLICATES.map((value) => ({ value, label: t(`imports:options.${value}`) }))}
            onChange={(onDuplicate) => onChange({ onDuplicate })}
          />
        )}
      </Field>
      <Field label={t("imports:options.basis")} hint={t("imports:options.basisHint")}>
        {() => (
          <Choice
            label={t("imports:options.basis")}
            value={draft.basis}
            options={BASES.map((value) => ({ value, label: t(`imports:bases.${value}`) }))}
            onChange={(basis) => onChange({ basis })}
          />
        )}
      </Field>
      {draft.basis !== "none" && (
        <Field label={t("imports:options.evidence")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={draft.evidence}
              placeholder={t("imports:options.evidencePlaceholder")}
              onChange={(event) => onChange({ evidence: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Deals({ draft, brand, onChange }: Props) {
  const { pipelines } = useKnown();
  const own = pipelines.filter((pipeline) => pipeline.brand === brand);
  const pipeline = pipelineOf(draft, brand, pipelines);
  return (
    <Field
      label={t("imports:options.deals")}
      hint={t(draft.createDeals ? "imports:options.dealsHint" : "imports:options.noDealsHint")}
    >
      {(ids) => (
        <>
          <label className="row check" htmlFor={ids.id}>
            <input
              {...ids}
              type="checkbox"
              checked={draft.createDeals}
              onChange={(event) => onChange({ createDeals: event.target.checked })}
            />
            {t("imports:options.createDeals")}
          </label>
          {draft.createDeals && pipeline && (
            <Choice
              label={t("imports:options.pipeline")}
              value={pipeline.key}
              options={own.map(({ key, name, stages }) => ({
                value: key,
                label: t("imports:options.firstStage", { pipeline: name, stage: stages[0]?.name ?? "" }),
              }))}
              onChange={(pipeline) => onChange({ pipeline })}
            />
          )}
        </>
      )}
    </Field>
  );
}

// A new deal: with somebody who is known, or with a new address. Any screen opens it through `openNewDeal`.

import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { ContactRow } from "../../generated/ContactRow";
import { isAddress } from "../../lib/addresses";
import { useTell } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { useBrandInScope, useKnown } from "../../lib/known";
import { closeNewDeal, type NewDealStart, useNewDealStart } from "../../lib/new-deal";
import { keyNames } from "../../lib/shortcuts";
import { cents } from "./reading";
import "./stories.css";
import { Who } from "./who";

export function NewDeal() {
  const start = useNewDealStart();
  return start ? <NewDealDialog start={start} /> : null;
}

function NewDealDialog({ start }: { start: NewDealStart }) {
  const form = useNewDeal(start);
  const id = useId();
  const { draft, set } = form;
  return (
    <Dialog
      title={t("deal:new.title")}
      open
      onClose={closeNewDeal}
      act={
        <button type="submit" form={id} className="button button-primary" disabled={form.isMaking}>
          {form.isMaking ? t("deal:new.making") : t("deal:new.make")} <kbd>{keyNames("mod+Enter").join(" ")}</kbd>
        </button>
      }
    >
      <form
        id={id}
        className="new-deal"
        onSubmit={(event) => {
          event.preventDefault();
          void form.make();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void form.make();
        }}
      >
        {form.brands.length > 1 && (
          <Field label={t("deal:new.brand")}>
            {() => (
              <Choice
                label={t("deal:new.brand")}
                value={draft.brand}
                options={form.brands.map(({ slug, name }) => ({ value: slug, label: name }))}
                onChange={(brand) => set({ brand, person: null, pipeline: "sales", stage: "" })}
              />
            )}
          </Field>
        )}
        <Who
          brand={draft.brand}
          typed={draft.typed}
          person={draft.person}
          error={form.error}
          onType={(typed) => set({ typed })}
          onChoose={(person) => set({ person })}
        />
        {draft.person === null && isAddress(draft.typed) && <Newcomer draft={draft} set={set} />}
        <div className="new-deal-row">
          <Field label={t("deal:new.pipeline")}>
            {() => (
              <Choice
                label={t("deal:new.pipeline")}
                value={form.pipeline?.key ?? ""}
                options={form.pipelines.map(({ key, name }) => ({ value: key, label: name }))}
                onChange={(pipeline) => set({ pipeline, stage: "" })}
              />
            )}
          </Field>
          <Field label={t("deal:new.stage")}>
            {() => (
              <Choice
                label={t("deal:new.stage")}
                value={form.stage}
                options={form.stages.map(({ key, name }) => ({ value: key, label: name }))}
                onChange={(stage) => set({ stage })}
              />
            )}
          </Field>
          <Field label={t("deal:new.value")} error={cents(draft.value) === null ? t("deal:value.wrong") : undefined}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                inputMode="decimal"
                value={draft.value}
                onChange={(event) => set({ value: event.target.value })}
              />
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  );
}

type Draft = ReturnType<typeof emptyDraft>;
type Set = (part: Partial<Draft>) => void;

function Newcomer({ draft, set }: { draft: Draft; set: Set }) {
  return (
    <fieldset className="newcomer">
      <legend>{t("deal:new.newcomer", { address: draft.typed.trim() })}</legend>
      <div className="new-deal-row">
        <Field label={t("deal:new.name")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("deal:new.company")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={draft.company}
              onChange={(event) => set({ company: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t("deal:new.source")} hint={t("deal:new.sourceHint")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            placeholder={t("deal:new.sourceDefault")}
            value={draft.source}
            onChange={(event) => set({ source: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

function emptyDraft(start: NewDealStart, brand: string) {
  return {
    brand,
    typed: start.contact ?? "",
    person: null as ContactRow | null,
    name: "",
    company: "",
    source: "",
    pipeline: start.pipeline ?? "sales",
    stage: start.stage ?? "",
    value: "",
  };
}

function useNewDeal(start: NewDealStart) {
  const { status, pipelines: all } = useKnown();
  const scope = useBrandInScope();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() =>
    emptyDraft(start, start.brand ?? scope?.slug ?? status.brands[0]?.slug ?? ""),
  );
  const [error, setError] = useState<string | undefined>();
  const tell = useTell("deal_new", ({ done }) => done);
  const pipelines = all.filter(({ brand }) => brand === draft.brand);
  const pipeline = pipelines.find(({ key }) => key === draft.pipeline) ?? pipelines[0];
  const stages = pipeline?.stages.filter(({ kind }) => kind === "open") ?? [];
  const stage = stages.find(({ key }) => key === draft.stage)?.key ?? stages[0]?.key ?? "";
  const make = async () => {
    const value_cents = cents(draft.value);
    const contact = draft.person?.id ?? (isAddress(draft.typed) ? draft.typed.trim() : null);
    if (contact === null) setError(t("deal:new.needsWho"));
    if (contact === null || value_cents === null || !pipeline || tell.isPending) return;
    const { brand, name, company, source } = draft;
    const fresh = { name: name || null, company: company || null, source: source || null };
    try {
      const { id } = await tell.mutateAsync({ contact, brand, pipeline: pipeline.key, stage, value_cents, ...fresh });
      closeNewDeal();
      void navigate({ to: ".", search: (rest) => ({ ...rest, deal: id }) });
    } catch (cause) {
      setError(BackendError.from(cause).message);
    }
  };
  return {
    draft,
    set: (part: Partial<Draft>) => {
      setError(undefined);
      setDraft((before) => ({ ...before, ...part }));
    },
    brands: status.brands,
    pipelines,
    pipeline,
    stages,
    stage,
    error,
    make,
    isMaking: tell.isPending,
  };
}

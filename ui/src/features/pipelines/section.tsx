// The pipelines of a brand: which there are, and the one whose stages and cadence are changed.

import { Plus } from "lucide-react";
import { useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { PipelineRow } from "../../generated/PipelineRow";
import type { Purpose } from "../../generated/Purpose";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useKnown } from "../../lib/known";
import { Cadence } from "./cadence-editor";
import { Rename } from "./rename";
import { Stages } from "./stages";
import { useUndoable } from "./undoable";
import "./pipelines.css";

export function PipelinesSection() {
  const { status, pipelines } = useKnown();
  const inScope = useBrandInScope();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const brands = inScope ? [inScope] : status.brands;
  const mine = brands.flatMap((brand) => pipelines.filter((pipeline) => pipeline.brand_id === brand.id));
  const open = mine.find(({ id }) => id === chosen) ?? mine[0];
  if (!open) return <p className="muted">{t("pipelines:noBrand")}</p>;
  const nameOf = (slug: string) => status.brands.find((brand) => brand.slug === slug)?.name ?? slug;
  return (
    <section className="pipelines" aria-label={t("pipelines:title")}>
      <header className="pipelines-head">
        <p className="muted">{t("pipelines:about")}</p>
      </header>
      <nav className="pipelines-tabs" aria-label={t("pipelines:title")}>
        {mine.map((pipeline) => (
          <button
            key={pipeline.id}
            type="button"
            className="pipelines-tab"
            aria-current={pipeline.id === open.id || undefined}
            onClick={() => setChosen(pipeline.id)}
          >
            {pipeline.name}
            {brands.length > 1 && <span className="faint"> · {nameOf(pipeline.brand)}</span>}
          </button>
        ))}
        <button type="button" className="icon-button" onClick={() => setAdding(true)}>
          <Plus size={13} aria-hidden="true" />
          {t("pipelines:addPipeline")}
        </button>
      </nav>
      <OnePipeline key={open.id} pipeline={open} brand={nameOf(open.brand)} />
      <NewPipeline
        open={adding}
        onClose={() => setAdding(false)}
        brands={brands.map(({ slug, name }) => ({ slug, name }))}
      />
    </section>
  );
}

function OnePipeline({ pipeline, brand }: { pipeline: PipelineRow; brand: string }) {
  const rename = useUndoable("pipeline_rename");
  return (
    <div className="pipeline">
      <header className="pipeline-head">
        <Rename
          label={t("pipelines:renamePipeline")}
          name={pipeline.name}
          heading
          onName={(name) => rename({ pipeline: pipeline.id, name }, { pipeline: pipeline.id, name: pipeline.name })}
        />
        <span className="faint" title={t("pipelines:key", { key: pipeline.key })}>
          {pipeline.key}
        </span>
      </header>
      <Stages pipeline={pipeline} />
      <Cadence pipeline={pipeline} brand={brand} />
    </div>
  );
}

interface NewProps {
  open: boolean;
  onClose: () => void;
  brands: { slug: string; name: string }[];
}

function NewPipeline({ open, onClose, brands }: NewProps) {
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState<Purpose>("sales");
  const [brand, setBrand] = useState(brands[0]?.slug ?? "");
  const add = useTell("pipeline_new", ({ done }) => done);
  const close = () => {
    setName("");
    onClose();
  };
  const submit = () => add.mutate({ brand, name, purpose }, { onSuccess: close });
  return (
    <Dialog
      title={t("pipelines:addPipeline")}
      open={open}
      onClose={close}
      act={
        <button
          type="button"
          className="button button-primary"
          disabled={!name.trim() || add.isPending}
          onClick={submit}
        >
          {t("pipelines:add")}
        </button>
      }
    >
      <Field label={t("pipelines:newPipeline")} error={add.error?.message}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && name.trim() && submit()}
          />
        )}
      </Field>
      <div className="row">
        {brands.length > 1 && (
          <Choice
            label={t("pipelines:brand")}
            value={brand}
            options={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
            onChange={setBrand}
          />
        )}
        <Choice
          label={t("pipelines:purpose")}
          value={purpose}
          options={(["sales", "backlink"] as const).map((value) => ({
            value,
            label: t(`pipelines:purposes.${value}`),
          }))}
          onChange={setPurpose}
        />
      </div>
      <p className="field-hint">{t("pipelines:newAbout")}</p>
    </Dialog>
  );
}

// Asks what exactly is to be done with many contacts, and tells afterwards who was left alone and why.

import { type ReactNode, useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { BulkAct } from "../../generated/BulkAct";
import type { ContactsBulkReply } from "../../generated/ContactsBulkReply";
import type { ContactType } from "../../generated/ContactType";
import { t } from "../../lib/i18n";
import { useBrandInScope, useKnown } from "../../lib/known";
import { KINDS } from "./view";

interface Props {
  act: BulkAct["act"];
  n: number;
  tags: string[];
  /** Whose they all are, where that is known. */
  brand?: string;
  onClose: () => void;
  onAct: (act: BulkAct) => void;
}

export function BulkDialog({ act, n, tags, brand, onClose, onAct }: Props) {
  if (act === "set_kind") return <KindDialog n={n} onClose={onClose} onAct={onAct} />;
  if (act === "create_deals") return <DealsDialog n={n} brand={brand} onClose={onClose} onAct={onAct} />;
  if (act === "suppress") return <SuppressDialog n={n} onClose={onClose} onAct={onAct} />;
  if (act === "tag" || act === "untag")
    return <TagDialog act={act} n={n} tags={tags} onClose={onClose} onAct={onAct} />;
  return null;
}

function Asking({
  title,
  act,
  ready,
  danger,
  onClose,
  onDo,
  children,
}: {
  title: string;
  act: string;
  ready: boolean;
  danger?: boolean;
  onClose: () => void;
  onDo: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      act={
        <button
          type="submit"
          form="bulk"
          className={`button ${danger ? "button-danger" : "button-primary"}`}
          disabled={!ready}
        >
          {act}
        </button>
      }
    >
      <form
        id="bulk"
        className="contact-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onDo();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}

function TagDialog({ act, n, tags, onClose, onAct }: Props & { act: "tag" | "untag" }) {
  const [tag, setTag] = useState("");
  return (
    <Asking
      title={t(`contacts:bulk.${act}Title`, { count: n })}
      act={t(`contacts:bulk.${act}Act`)}
      ready={tag.trim() !== ""}
      onClose={onClose}
      onDo={() => onAct({ act, tag: tag.trim() })}
    >
      <Field label={t("contacts:bulk.tag")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            list="bulk-tags"
            value={tag}
            onChange={(event) => setTag(event.target.value)}
          />
        )}
      </Field>
      <datalist id="bulk-tags">
        {tags.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {tags.length > 0 && (
        <span className="contact-suggestions">
          {tags.slice(0, 12).map((one) => (
            <button key={one} type="button" className="chip" onClick={() => setTag(one)}>
              {one}
            </button>
          ))}
        </span>
      )}
    </Asking>
  );
}

function KindDialog({ n, onClose, onAct }: Pick<Props, "n" | "onClose" | "onAct">) {
  const [kind, setKind] = useState<ContactType>("lead");
  const options = KINDS.map((value) => ({ value, label: t(`words:contactTypes.${value}`) }));
  return (
    <Asking
      title={t("contacts:bulk.kindTitle", { count: n })}
      act={t("contacts:bulk.kindAct")}
      ready
      onClose={onClose}
      onDo={() => onAct({ act: "set_kind", kind })}
    >
      <Field label={t("contacts:columns.kind")}>
        {() => <Choice label={t("contacts:columns.kind")} value={kind} options={options} onChange={setKind} />}
      </Field>
    </Asking>
  );
}

function DealsDialog({
  n,
  brand,
  onClose,
  onAct,
}: Pick<Props, "n" | "onClose" | "onAct"> & { brand: string | undefined }) {
  const options = usePipelineOptions(brand);
  const [pipeline, setPipeline] = useState(options[0]?.value ?? "");
  return (
    <Asking
      title={t("contacts:bulk.dealsTitle", { count: n })}
      act={t("contacts:bulk.dealsAct")}
      ready={pipeline !== ""}
      onClose={onClose}
      onDo={() => onAct({ act: "create_deals", pipeline })}
    >
      <p className="muted">{t("contacts:bulk.dealsWhy")}</p>
      <Field label={t("contacts:bulk.pipeline")}>
        {() => <Choice label={t("contacts:bulk.pipeline")} value={pipeline} options={options} onChange={setPipeline} />}
      </Field>
    </Asking>
  );
}

/** The pipelines of the brand in scope, or of one brand, or of all; by name and brand. */
export function usePipelineOptions(slug?: string): { value: string; label: string }[] {
  const { pipelines, status } = useKnown();
  const brand = useBrandInScope();
  const of = slug ?? brand?.slug;
  const nameOf = (slug: string) => status.brands.find((one) => one.slug === slug)?.name ?? slug;
  return pipelines
    .filter((one) => of === undefined || one.brand === of)
    .map((one) => ({ value: one.id, label: of === undefined ? `${one.name} · ${nameOf(one.brand)}` : one.name }));
}

function SuppressDialog({ n, onClose, onAct }: Pick<Props, "n" | "onClose" | "onAct">) {
  const [reason, setReason] = useState("");
  return (
    <Asking
      title={t("contacts:bulk.suppressTitle", { count: n })}
      act={t("contacts:bulk.suppressAct")}
      ready
      danger
      onClose={onClose}
      onDo={() => onAct({ act: "suppress", reason })}
    >
      <p className="muted">{t("contacts:bulk.suppressWhy")}</p>
      <Field label={t("contacts:bulk.reason")}>
        {(ids) => (
          <input {...ids} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
    </Asking>
  );
}

/** Who was left alone. */
export function Left({ reply, onClose }: { reply: ContactsBulkReply; onClose: () => void }) {
  const more = reply.left - reply.refused.length;
  return (
    <Dialog
      title={t("contacts:bulk.left")}
      open
      onClose={onClose}
      actions={
        <button type="button" className="button button-primary" onClick={onClose}>
          {t("close")}
        </button>
      }
    >
      <p>{reply.done}</p>
      <ul className="contact-left">
        {reply.refused.map(({ id, who, why }) => (
          <li key={id}>{t("contacts:bulk.leftWhy", { who, why })}</li>
        ))}
        {more > 0 && <li className="faint">{t("contacts:bulk.leftMore", { count: more })}</li>}
      </ul>
    </Dialog>
  );
}

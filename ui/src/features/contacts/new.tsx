// Adding a contact by hand, with the ground on which one may write to them.

import { useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { Basis } from "../../generated/Basis";
import type { ContactType } from "../../generated/ContactType";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useStatus } from "../../lib/known";
import { usePipelineOptions } from "./bulk";
import { KINDS } from "./view";

export const BASES: Basis[] = ["none", "express", "inferred_relationship", "inferred_published", "legitimate_interest"];
const NO_DEAL = "none";

export function NewContact({ onClose, onOpen }: { onClose: () => void; onOpen: (contact: string) => void }) {
  const { brands } = useStatus();
  const scope = useBrandInScope();
  const [brand, setBrand] = useState(scope?.slug ?? brands[0]?.slug ?? "");
  const [form, setForm] = useState({ email: "", name: "", company: "", website: "", source: "", basis_note: "" });
  const [kind, setKind] = useState<ContactType>("lead");
  const [basis, setBasis] = useState<Basis>("none");
  const [pipeline, setPipeline] = useState(NO_DEAL);
  const pipelines = usePipelineOptions(brand);
  const [known, setKnown] = useState<string | null>(null);
  const add = useTell("contact_new", (reply) => (reply.known ? null : reply.done));
  const set = (key: keyof typeof form) => (event: { target: { value: string } }) => {
    setKnown(null);
    setForm({ ...form, [key]: event.target.value });
  };
  const submit = () =>
    add.mutate(
      {
        ...form,
        brand,
        kind,
        basis,
        domain_authority: null,
        notes: "",
        tags: [],
        country: "",
        timezone: "",
        pipeline: pipeline === NO_DEAL ? null : pipeline,
      },
      { onSuccess: (reply) => (reply.known ? setKnown(reply.id) : onOpen(reply.id)) },
    );
  const text = (key: keyof typeof form, hint?: string) => (
    <Field label={t(`contacts:new.${key === "basis_note" ? "basisNote" : key}`)} hint={hint}>
      {(ids) => <input {...ids} className="input" value={form[key]} onChange={set(key)} autoComplete="off" />}
    </Field>
  );
  return (
    <Dialog
      title={t("contacts:new.title")}
      open
      wide
      onClose={onClose}
      act={
        <button
          type="submit"
          form="new-contact"
          className="button button-primary"
          disabled={!form.email.includes("@") || add.isPending}
        >
          {t("contacts:new.act")}
        </button>
      }
    >
      <form
        id="new-contact"
        className="contact-form contact-form-two"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t("contacts:new.email")} error={known ? t("contacts:new.known") : undefined} hint={undefined}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="email"
              value={form.email}
              onChange={set("email")}
              autoComplete="off"
            />
          )}
        </Field>
        {brands.length > 1 ? (
          <Field label={t("contacts:new.brand")}>
            {() => (
              <Choice
                label={t("contacts:new.brand")}
                value={brand}
                options={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
                onChange={(slug) => {
                  setBrand(slug);
                  setPipeline(NO_DEAL);
                }}
              />
            )}
          </Field>
        ) : (
          <span />
        )}
        {known && (
          <p className="contact-form-wide" role="status">
            <button type="button" className="link-button link-button-strong" onClick={() => onOpen(known)}>
              {t("contacts:new.openKnown")}
            </button>
          </p>
        )}
        {text("name")}
        {text("company")}
        {text("website")}
        <Field label={t("contacts:new.kind")}>
          {() => (
            <Choice
              label={t("contacts:new.kind")}
              value={kind}
              options={KINDS.map((value) => ({ value, label: t(`words:contactTypes.${value}`) }))}
              onChange={setKind}
            />
          )}
        </Field>
        {text("source", t("contacts:new.sourceHint"))}
        <Field label={t("contacts:new.deal")}>
          {() => (
            <Choice
              label={t("contacts:new.deal")}
              value={pipeline}
              options={[{ value: NO_DEAL, label: t("contacts:new.noDeal") }, ...pipelines]}
              onChange={setPipeline}
            />
          )}
        </Field>
        <Field label={t("contacts:new.basis")}>
          {() => (
            <Choice
              label={t("contacts:new.basis")}
              value={basis}
              options={BASES.map((value) => ({ value, label: t(`contacts:basis.${value}`) }))}
              onChange={setBasis}
            />
          )}
        </Field>
        {text("basis_note", t("contacts:new.basisHint"))}
      </form>
    </Dialog>
  );
}

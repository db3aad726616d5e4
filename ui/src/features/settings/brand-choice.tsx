// Whose settings are shown, and the way to a new brand.

import { Plus } from "lucide-react";
import { useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { BrandSummary } from "../../generated/BrandSummary";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  brands: readonly BrandSummary[];
  brand: string;
  onChoose: (brand: string) => void;
}

export function BrandChoice({ brands, brand, onChoose }: Props) {
  const [adding, setAdding] = useState(false);
  return (
    <div className="row">
      <Choice
        label={t("settings:brand")}
        value={brand}
        options={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
        onChange={onChoose}
      />
      <button type="button" className="button" onClick={() => setAdding(true)}>
        <Plus size={13} aria-hidden="true" />
        {t("settings:newBrand.open")}
      </button>
      <NewBrand open={adding} onClose={() => setAdding(false)} onAdded={onChoose} />
    </div>
  );
}

function NewBrand({ open, onClose, onAdded }: { open: boolean; onClose: () => void; onAdded: (slug: string) => void }) {
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const [email, setEmail] = useState("");
  const slug = typed ?? slugOf(name);
  const add = useTell("brand_new", ({ done }) => done);
  const close = () => {
    add.reset();
    onClose();
  };
  const send = () =>
    add.mutate(
      { slug, name, from_email: email },
      {
        onSuccess: () => {
          onAdded(slug);
          close();
        },
      },
    );
  return (
    <Dialog
      title={t("settings:newBrand.title")}
      open={open}
      onClose={close}
      act={
        <button
          type="button"
          className="button button-primary"
          disabled={!name.trim() || !slug || !email.trim() || add.isPending}
          onClick={send}
        >
          {t("settings:newBrand.add")}
        </button>
      }
    >
      <p className="muted">{t("settings:newBrand.about")}</p>
      <Field label={t("settings:newBrand.name")}>
        {(ids) => <input {...ids} className="input" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t("settings:newBrand.email")}>
        {(ids) => <input {...ids} className="input" value={email} onChange={(event) => setEmail(event.target.value)} />}
      </Field>
      <Field label={t("settings:newBrand.slug")} hint={t("settings:newBrand.slugHint")} error={add.error?.message}>
        {(ids) => <input {...ids} className="input" value={slug} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
    </Dialog>
  );
}

/** "Tea House & Co." → "tea-house-co". */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
}

// Two contacts beside each other: which stays, and which of its fields come from the other.

import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { Dialog } from "../../components/dialog";
import { Loading, Trouble } from "../../components/states";
import type { ContactRow } from "../../generated/ContactRow";
import type { MergeField } from "../../generated/MergeField";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { differing, shown, takenByDefault } from "./merge-fields";

interface Props {
  ids: readonly string[];
  onClose: () => void;
  onMerged?: () => void;
}

export function MergeDialog({ ids, onClose, onMerged }: Props) {
  const [swapped, setSwapped] = useState(false);
  const [first = "", second = ""] = swapped ? [...ids].reverse() : ids;
  const keep = useAsk("contact_show", { contact: first });
  const other = useAsk("contact_show", { contact: second });
  const failed = keep.error ?? other.error;
  const both = keep.data && other.data ? { keep: keep.data, other: other.data } : null;
  return both ? (
    <Fields key={first} {...both} onSwap={() => setSwapped(!swapped)} onClose={onClose} onMerged={onMerged} />
  ) : (
    <Dialog title={t("contacts:merge.title")} open wide onClose={onClose}>
      {failed ? (
        <Trouble error={failed} retry={() => void keep.refetch()} />
      ) : (
        <Loading what={t("contacts:person.fetching")} />
      )}
    </Dialog>
  );
}

interface FieldsProps {
  keep: ContactRow;
  other: ContactRow;
  onSwap: () => void;
  onClose: () => void;
  onMerged: (() => void) | undefined;
}

function Fields({ keep, other, onSwap, onClose, onMerged }: FieldsProps) {
  const fields = differing(keep, other);
  const [take, setTake] = useState<MergeField[]>(() => takenByDefault(keep, other));
  const merge = useTell("contacts_merge", (reply) => reply.done);
  const choose = (field: MergeField, theirs: boolean) =>
    setTake(theirs ? [...take.filter((one) => one !== field), field] : take.filter((one) => one !== field));
  const submit = () =>
    merge.mutate(
      { keep: keep.id, other: other.id, take },
      {
        onSuccess: () => {
          onClose();
          onMerged?.();
        },
      },
    );
  const nameOf = (one: ContactRow) => one.name || one.email;
  const pick = (field: MergeField, one: ContactRow, theirs: boolean) => (
    <label className="merge-pick">
      <input
        type="radio"
        name={`merge-${field}`}
        aria-label={t("contacts:merge.take", { field: t(`contacts:person.${NAMES[field]}`), name: nameOf(one) })}
        checked={take.includes(field) === theirs}
        onChange={() => choose(field, theirs)}
      />
      <span className={shown(one, field) ? "" : "faint"}>{shown(one, field) || t("contacts:merge.nothing")}</span>
    </label>
  );
  return (
    <Dialog
      title={t("contacts:merge.title")}
      open
      wide
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button merge-swap" onClick={onSwap}>
            <ArrowLeftRight size={13} aria-hidden="true" />
            {t("contacts:merge.swap")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="button button-danger" disabled={merge.isPending} onClick={submit}>
            {t("contacts:merge.act", { email: keep.email })}
          </button>
        </>
      }
    >
      <table className="merge">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t("contacts:merge.field")}</span>
            </th>
            <th scope="col">{t("contacts:merge.stays")}</th>
            <th scope="col">{t("contacts:merge.goes")}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("contacts:merge.email")}</th>
            <td>
              <strong>{keep.email}</strong>
            </td>
            <td className="muted">{other.email}</td>
          </tr>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{t(`contacts:person.${NAMES[field]}`)}</th>
              <td>{pick(field, keep, false)}</td>
              <td>{pick(field, other, true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {t("contacts:merge.emailHint")} {t("contacts:merge.tagsUnited")} {t("contacts:merge.moves")}
      </p>
      <p>
        <strong>{t("contacts:merge.noUndo")}</strong>
      </p>
    </Dialog>
  );
}

const NAMES = {
  name: "name",
  company: "company",
  website: "website",
  domain_authority: "authority",
  notes: "notes",
  kind: "kind",
  source: "source",
  country: "country",
  timezone: "timezone",
  basis: "basis",
} as const satisfies Record<MergeField, string>;

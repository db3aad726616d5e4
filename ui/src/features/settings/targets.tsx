// Which of our pages a brand wants linked, and in which words; the words used least are asked for next.

import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { Empty, Loading, Trouble } from "../../components/states";
import { Tag } from "../../components/tag";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { LinkTargetRow } from "../../generated/LinkTargetRow";
import { inParts } from "../../lib/addresses";
import { useAsk, useTell } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { linesOf } from "../../lib/lines";
import { say } from "../../lib/say";
import { Part } from "./fields";
import "./targets.css";

export function TargetsSection({ detail }: { detail: BrandDetail }) {
  const { slug: brand, name } = detail.summary;
  const asked = useAsk("link_targets", { brand });
  const [editing, setEditing] = useState<LinkTargetRow | "new" | null>(null);
  const targets = asked.data;
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:targets.title")} about={t("settings:targets.about", { brand: name })}>
        {asked.isPending && <Loading what={t("settings:targets.loading")} />}
        {asked.error && !targets && <Trouble error={asked.error} retry={() => void asked.refetch()} />}
        {targets?.length === 0 && <Empty title={t("settings:targets.none")}>{t("settings:targets.noneAbout")}</Empty>}
        {targets && targets.length > 0 && (
          <ul className="targets">
            {targets.map((target) => (
              <Target key={target.id} brand={brand} target={target} onEdit={() => setEditing(target)} />
            ))}
          </ul>
        )}
        <div className="row">
          <button type="button" className="button" onClick={() => setEditing("new")}>
            <Plus size={13} aria-hidden="true" />
            {t("settings:targets.add")}
          </button>
        </div>
      </Part>
      {editing && <Edit brand={brand} target={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function Target({ brand, target, onEdit }: { brand: string; target: LinkTargetRow; onEdit: () => void }) {
  const { id, address, anchors, used, next_anchor } = target;
  const { host, rest } = inParts(address);
  const again = useTell("link_target_set", ({ done }) => done);
  const remove = useTell("link_target_remove", ({ done }) => {
    const words = anchors.map(({ anchor }) => anchor);
    say(done, "plain", () => again.mutate({ brand, address, anchors: words }));
    return null;
  });
  return (
    <li className="target">
      <div className="row">
        <span className="target-address" title={address} dir="ltr">
          <span className="muted">{host}</span>
          <b>{rest === "" ? "/" : rest}</b>
        </span>
        <span className="push faint target-used">
          {used > 0 ? t("settings:targets.used", { count: used }) : t("settings:targets.unused")}
        </span>
        <button
          type="button"
          className="link-button"
          onClick={onEdit}
          aria-label={`${t("settings:targets.edit")}: ${address}`}
        >
          {t("settings:targets.edit")}
        </button>
        <button
          type="button"
          className="link-button"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id })}
          aria-label={`${t("settings:targets.remove")}: ${address}`}
        >
          {t("settings:targets.remove")}
        </button>
      </div>
      {anchors.length === 0 && <p className="faint">{t("settings:targets.anyWords")}</p>}
      <ul className="target-anchors">
        {anchors.map(({ anchor, used }) => (
          <li key={anchor} title={anchor === next_anchor ? t("settings:targets.nextWhy") : undefined}>
            <span>{anchor}</span>
            <span className="faint">{count(used)}</span>
            {anchor === next_anchor && <Tag tone="wait">{t("settings:targets.next")}</Tag>}
          </li>
        ))}
      </ul>
    </li>
  );
}

interface EditProps {
  brand: string;
  /** `null` for a new one. */
  target: LinkTargetRow | null;
  onClose: () => void;
}

/** Mounted anew for each target. An address is its name: a changed one is another target, so it stays as it is. */
function Edit({ brand, target, onClose }: EditProps) {
  const form = useId();
  const [address, setAddress] = useState(target?.address ?? "");
  const [anchors, setAnchors] = useState(target?.anchors.map(({ anchor }) => anchor).join("\n") ?? "");
  const set = useTell("link_target_set", ({ done }) => done);
  const empty = address.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (empty || set.isPending) return;
    set.mutate({ brand, address: address.trim(), anchors: linesOf(anchors) }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={t(target ? "settings:targets.editTitle" : "settings:targets.add")}
      open
      onClose={onClose}
      act={
        <button type="submit" form={form} className="button button-primary" disabled={empty || set.isPending}>
          {t(target ? "settings:targets.save" : "settings:targets.add")}
        </button>
      }
    >
      <form id={form} className="settings-stack" onSubmit={submit}>
        {target ? (
          <p className="target-address" dir="ltr">
            {target.address}
          </p>
        ) : (
          <Field
            label={t("settings:targets.address")}
            hint={t("settings:targets.addressHint")}
            error={set.error?.message}
          >
            {(ids) => (
              <input
                {...ids}
                className="input"
                inputMode="url"
                spellCheck={false}
                autoComplete="off"
                placeholder="https://"
                value={address}
                onChange={(event) => setAddress(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={t("settings:targets.anchors")}
          hint={t("settings:targets.anchorsHint")}
          error={target ? set.error?.message : undefined}
        >
          {(ids) => (
            <textarea
              {...ids}
              className="textarea"
              rows={4}
              value={anchors}
              onChange={(event) => setAnchors(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

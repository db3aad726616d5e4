// Has a link watched that was placed somewhere: on which page, to which of ours, in which words.

import { type FormEvent, useId, useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { inParts } from "../../lib/addresses";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useStatus } from "../../lib/known";
import { linesOf } from "../../lib/lines";
import { closeWatchLink, useWatchStart, type WatchStart } from "../../lib/link-dialogs";

export function WatchLink() {
  const start = useWatchStart();
  return start && <WatchForm start={start} />;
}

/** Mounted anew each time it opens. */
function WatchForm({ start }: { start: WatchStart }) {
  const { brands } = useStatus();
  const form = useId();
  const [brand, setBrand] = useState(start.brand ?? brands[0]?.slug ?? "");
  const [source, setSource] = useState("");
  const [target, setTarget] = useState("");
  const [anchors, setAnchors] = useState("");
  const targets = useAsk("link_targets", { brand }, { when: brand !== "" });
  const add = useTell("link_add", (link) => t("links:add.added", { host: inParts(link.source).host }));
  const words = linesOf(anchors);
  const known = targets.data?.find((one) => one.address === target.trim());
  const offered = (known?.anchors ?? []).filter(({ anchor }) => !words.includes(anchor));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (source.trim() === "" || add.isPending) return;
    add.mutate(
      {
        brand: start.deal ? null : brand,
        source: source.trim(),
        target: target.trim() || null,
        anchors: words,
        deal: start.deal?.id ?? null,
      },
      { onSuccess: closeWatchLink },
    );
  };
  return (
    <Dialog
      title={t("links:add.title")}
      open
      onClose={closeWatchLink}
      act={
        <button
          type="submit"
          form={form}
          className="button button-primary"
          disabled={source.trim() === "" || add.isPending}
        >
          {t("links:add.act")}
        </button>
      }
    >
      <form id={form} className="watch-form" onSubmit={submit}>
        <p className="muted">
          {t("links:add.about")} {start.deal && t("links:add.with", { who: start.deal.who })}
        </p>
        <Field label={t("links:add.source")} hint={t("links:add.sourceHint")} error={add.error?.message}>
          {(ids) => (
            <input
              {...ids}
              data-first
              className="input"
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              placeholder="https://"
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          )}
        </Field>
        {!start.deal && !start.brand && brands.length > 1 && (
          <Field label={t("links:add.brand")}>
            {({ id }) => (
              <Choice
                id={id}
                label={t("links:add.brand")}
                value={brand}
                options={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
                onChange={setBrand}
              />
            )}
          </Field>
        )}
        <Field label={t("links:add.target")} hint={t("links:add.targetHint")}>
          {(ids) => (
            <>
              <input
                {...ids}
                className="input"
                inputMode="url"
                spellCheck={false}
                autoComplete="off"
                list={`${form}-targets`}
                value={target}
                onChange={(event) => setTarget(event.target.value)}
              />
              <datalist id={`${form}-targets`}>
                {targets.data?.map(({ id, address }) => (
                  <option key={id} value={address} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={t("links:add.anchors")} hint={t("links:add.anchorsHint")}>
          {(ids) => (
            <textarea
              {...ids}
              className="textarea"
              rows={2}
              value={anchors}
              onChange={(event) => setAnchors(event.target.value)}
            />
          )}
        </Field>
        {offered.length > 0 && (
          <fieldset className="watch-words">
            <legend className="visually-hidden">{t("links:add.suggestions")}</legend>
            {offered.map(({ anchor, used }) => (
              <button
                key={anchor}
                type="button"
                className="chip"
                onClick={() => setAnchors([...words, anchor].join("\n"))}
              >
                {used === 0 ? t("links:add.unused", { anchor }) : t("links:add.used", { anchor, count: used })}
              </button>
            ))}
          </fieldset>
        )}
      </form>
    </Dialog>
  );
}

// Editing one wording: the text, what it says for a real deal, its variables, and its versions. Saving can be taken back.

import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Segments } from "../../components/choice";
import { Loading, Trouble } from "../../components/states";
import type { WordingDetail } from "../../generated/WordingDetail";
import { useAsk, useBackend, useTell } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { keyNames, useShortcut } from "../../lib/shortcuts";
import type { CodeProps } from "./code";
import { wordingName } from "./names";
import { Preview, usePreview } from "./preview";
import { Versions } from "./versions";

const Code = lazy(() => import("./code"));
const SIDES = ["preview", "variables", "versions"] as const;

interface Props {
  brand: string;
  name: string;
  /** What is being written; `null` while it is as the engine has it. */
  draft: string | null;
  onDraft: (text: string | null) => void;
}

export function WordingEditor({ brand, name, ...rest }: Props) {
  const wording = useAsk("wording_show", { brand, name }, { keep: true });
  if (wording.data?.name === name) return <Editor brand={brand} wording={wording.data} {...rest} />;
  if (wording.error) return <Trouble error={wording.error} retry={() => void wording.refetch()} />;
  return <Loading what={t("wordings:fetching")} />;
}

function Editor({ brand, wording, draft, onDraft }: Omit<Props, "name"> & { wording: WordingDetail }) {
  const [side, setSide] = useState<(typeof SIDES)[number]>("preview");
  const [deal, setDeal] = useState<string | null>(null);
  const insert = useRef<(text: string) => void>(() => undefined);
  const text = draft ?? wording.text;
  const settled = useSettled(text);
  const preview = usePreview({ brand, name: wording.name, text: settled, deal });
  const changed = draft !== null && draft !== wording.text;
  const { save, reset, busy } = useKeep(brand, wording, () => onDraft(null));
  const canSave = changed && !busy && text.trim() !== "";
  useShortcut({ keys: "mod+s", label: t("wordings:save") }, () => canSave && save(text));
  const trouble = preview.data?.trouble ?? null;
  return (
    <div className="wording-editor">
      <header className="wording-head">
        <h2>{wordingName(wording.name)}</h2>
        <span className="faint">
          {wording.version > 0 ? t("wordings:version", { n: wording.version }) : t("wordings:shipped")}
        </span>
        <div className="row push">
          {wording.version > 0 && !changed && (
            <button type="button" className="button" disabled={busy} onClick={reset}>
              {t("wordings:reset")}
            </button>
          )}
          {changed && (
            <button type="button" className="button" onClick={() => onDraft(null)}>
              {t("wordings:discard")}
            </button>
          )}
          <button type="button" className="button button-primary" disabled={!canSave} onClick={() => save(text)}>
            {t("wordings:save")} <kbd>{keyNames("mod+s").join(" ")}</kbd>
          </button>
        </div>
      </header>
      <div className="wording-text" data-wrong={trouble ? true : undefined}>
        <Suspense fallback={<Plain {...{ text, onDraft }} name={wordingName(wording.name)} />}>
          <Code
            label={t("wordings:textOf", { name: wordingName(wording.name) })}
            value={text}
            onChange={(next) => onDraft(next === wording.text ? null : next)}
            variables={wording.variables}
            wrongLine={settled === text ? (trouble?.line ?? null) : null}
            onReady={(write: Parameters<CodeProps["onReady"]>[0]) => {
              insert.current = write;
            }}
          />
        </Suspense>
        <p className="wording-state" aria-live="polite">
          {trouble ? (
            <span className="field-error">
              {trouble.line === null ? trouble.why : t("wordings:inLine", { line: trouble.line, why: trouble.why })}
            </span>
          ) : (
            <span className="faint">{t(wording.mail ? "wordings:form" : "wordings:promptForm")}</span>
          )}
        </p>
      </div>
      <div className="wording-side">
        <Segments
          label={t("wordings:beside")}
          value={side}
          options={SIDES.map((value) => ({ value, label: t(`wordings:sides.${value}`) }))}
          onChange={setSide}
        />
        {side === "preview" && <Preview brand={brand} answer={preview} deal={deal} onDeal={setDeal} />}
        {side === "variables" && <Variables wording={wording} onInsert={(name) => insert.current(`{{ ${name} }}`)} />}
        {side === "versions" && (
          <Versions wording={wording} text={text} onTake={(taken) => onDraft(taken === wording.text ? null : taken)} />
        )}
      </div>
    </div>
  );
}

/** Until the editor is there, a plain field does. */
function Plain({ text, onDraft, name }: { text: string; onDraft: (text: string) => void; name: string }) {
  return (
    <textarea
      className="textarea wording-plain"
      aria-label={t("wordings:textOf", { name })}
      value={text}
      onChange={(event) => onDraft(event.target.value)}
    />
  );
}

function Variables({ wording, onInsert }: { wording: WordingDetail; onInsert: (name: string) => void }) {
  return (
    <div className="variables">
      <p className="field-hint">{t("wordings:variablesAbout")}</p>
      <ul>
        {wording.variables.map(({ name, meaning, may_be_empty }) => (
          <li key={name}>
            <button
              type="button"
              className="variable"
              title={t("wordings:insert", { name })}
              onClick={() => onInsert(name)}
            >
              <code>{name}</code>
            </button>
            <span className="muted">
              {meaning}
              {may_be_empty && <span className="faint"> · {t("wordings:mayBeEmpty")}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Saving and going back to the shipped text, each with the way back to what was before. */
function useKeep(brand: string, wording: WordingDetail, after: () => void) {
  const backend = useBackend();
  const { name, version, text: before } = wording;
  const set = useTell("wording_set", () => null);
  const back = useTell("wording_reset", () => null);
  const undo = () => {
    const call =
      version > 0
        ? backend.call("wording_set", { brand, name, text: before })
        : backend.call("wording_reset", { brand, name });
    call.catch((error) => say(BackendError.from(error).message, "warn"));
  };
  const onSuccess = ({ done }: { done: string }) => {
    after();
    say(done, "plain", undo);
  };
  return {
    save: (text: string) => set.mutate({ brand, name, text }, { onSuccess }),
    reset: () => back.mutate({ brand, name }, { onSuccess }),
    busy: set.isPending || back.isPending,
  };
}

/** The text once one stops typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

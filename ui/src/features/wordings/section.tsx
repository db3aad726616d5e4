// A brand's templates and prompts: which there are, and the one that is edited. What is being written is kept while one looks at others.

import { useState } from "react";
import { Choice } from "../../components/choice";
import { Loading, Trouble } from "../../components/states";
import type { WordingRow } from "../../generated/WordingRow";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useStatus } from "../../lib/known";
import { WordingEditor } from "./editor";
import { GROUPS, groupOf, wordingName } from "./names";
import "./wordings.css";

export function WordingsSection() {
  const { brands } = useStatus();
  const inScope = useBrandInScope();
  const [chosen, setChosen] = useState<string | null>(null);
  const brand = inScope ?? brands.find(({ slug }) => slug === chosen) ?? brands[0];
  if (!brand) return <p className="muted">{t("wordings:noBrand")}</p>;
  return (
    <section className="wordings" aria-label={t("wordings:title")}>
      <header className="wordings-head">
        <p className="muted">{t("wordings:about")}</p>
        {!inScope && brands.length > 1 && (
          <Choice
            label={t("wordings:brand")}
            value={brand.slug}
            options={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
            onChange={setChosen}
          />
        )}
      </header>
      <OfBrand key={brand.slug} brand={brand.slug} />
    </section>
  );
}

function OfBrand({ brand }: { brand: string }) {
  const wordings = useAsk("wordings", { brand });
  const [open, setOpen] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const name = open ?? wordings.data?.[0]?.name;
  const write = (name: string, text: string | null) =>
    setDrafts(({ [name]: _before, ...others }) => (text === null ? others : { ...others, [name]: text }));
  if (wordings.isPending) return <Loading what={t("wordings:fetching")} />;
  if (!wordings.data) return wordings.error && <Trouble error={wordings.error} retry={() => void wordings.refetch()} />;
  return (
    <div className="wordings-panes">
      <nav className="wordings-list" aria-label={t("wordings:list")}>
        {GROUPS.map((group) => (
          <div key={group}>
            <h2>{t(`wordings:groups.${group}`)}</h2>
            <ul>
              {wordings.data
                .filter((row) => groupOf(row.name) === group)
                .map((row) => (
                  <Entry
                    key={row.name}
                    row={row}
                    current={row.name === name}
                    unsaved={row.name in drafts}
                    onOpen={() => setOpen(row.name)}
                  />
                ))}
            </ul>
          </div>
        ))}
      </nav>
      {name && (
        <WordingEditor
          key={name}
          brand={brand}
          name={name}
          draft={drafts[name] ?? null}
          onDraft={(text) => write(name, text)}
        />
      )}
    </div>
  );
}

interface EntryProps {
  row: WordingRow;
  current: boolean;
  unsaved: boolean;
  onOpen: () => void;
}

function Entry({ row, current, unsaved, onOpen }: EntryProps) {
  return (
    <li>
      <button type="button" className="wording" aria-current={current || undefined} onClick={onOpen}>
        <span className="cut">{wordingName(row.name)}</span>
        <span className="wording-fact">
          {unsaved ? t("wordings:unsaved") : row.version > 0 ? t("wordings:own") : ""}
        </span>
      </button>
    </li>
  );
}

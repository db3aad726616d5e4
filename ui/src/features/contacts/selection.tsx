// The bar that rises from below with what can be done with those who are selected.

import { ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { Menu } from "../../components/menu";
import type { BulkAct } from "../../generated/BulkAct";
import type { ContactFilter } from "../../generated/ContactFilter";
import type { ContactLine } from "../../generated/ContactLine";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { BulkDialog, Left } from "./bulk";
import { useBulk } from "./bulk-act";
import { useExport } from "./export";
import { MergeDialog } from "./merge";
import type { View } from "./view";

interface Props {
  selected: ContactLine[];
  /** Not only those that are marked, but all under the filter. */
  all: boolean;
  total: number;
  filter: ContactFilter;
  view: View;
  tags: string[];
  onAll: () => void;
  onClear: () => void;
}

export function SelectionBar({ selected, all, total, filter, view, tags, onAll, onClear }: Props) {
  const [asked, setAsked] = useState<BulkAct["act"] | null>(null);
  const [merging, setMerging] = useState(false);
  const save = useExport();
  const n = all ? total : selected.length;
  const whom = all ? { ids: [], filter } : { ids: selected.map(({ id }) => id), filter: null };
  const bulk = useBulk(onClear);
  const [one, two] = selected;
  const pair = one && two && selected.length === 2 && !all && one.brand === two.brand ? [one.id, two.id] : null;
  const file = (format: "csv" | "xlsx") =>
    void save({ ids: all ? [] : whom.ids, filter, sort: view.sort, down: view.down, format });
  return (
    <>
      <section className="selection-bar" aria-label={t("contacts:selection.label")}>
        <strong aria-live="polite">
          {all ? t("contacts:selection.allSelected", { count: total }) : t("selected", { count: n })}
        </strong>
        {!all && total > n && (
          <button type="button" className="link-button link-button-strong" onClick={onAll}>
            {t("contacts:selection.all", { count: total })}
          </button>
        )}
        <span className="selection-line" aria-hidden="true" />
        {(["tag", "untag", "set_kind", "create_deals", "suppress"] as const).map((act) => (
          <button key={act} type="button" className="button" onClick={() => setAsked(act)}>
            {t(`contacts:selection.${ACTS[act]}`)}
          </button>
        ))}
        {pair && (
          <button type="button" className="button" onClick={() => setMerging(true)}>
            {t("contacts:selection.merge")}
          </button>
        )}
        <Menu
          button={
            <>
              {t("contacts:selection.export")}
              <ChevronDown size={12} aria-hidden="true" />
            </>
          }
          groups={[
            [
              { key: "csv", label: t("contacts:selection.csv"), act: () => file("csv") },
              { key: "xlsx", label: t("contacts:selection.xlsx"), act: () => file("xlsx") },
            ],
          ]}
        />
        <button type="button" className="icon-button" aria-label={t("contacts:selection.clear")} onClick={onClear}>
          <X size={14} aria-hidden="true" />
        </button>
      </section>
      {asked && (
        <BulkDialog
          act={asked}
          n={n}
          tags={tags}
          onClose={() => setAsked(null)}
          onAct={(act) => {
            setAsked(null);
            bulk.run({ ...whom, act });
          }}
        />
      )}
      {bulk.working && (
        <p className="selection-working" role="status">
          {t("contacts:bulk.working")}: {count(n)}
        </p>
      )}
      {bulk.reply && bulk.reply.refused.length > 0 && <Left reply={bulk.reply} onClose={bulk.forget} />}
      {merging && pair && <MergeDialog ids={pair} onClose={() => setMerging(false)} onMerged={onClear} />}
    </>
  );
}

const ACTS = { tag: "tag", untag: "untag", set_kind: "kind", create_deals: "deals", suppress: "suppress" } as const;

// Filters under a name: choose one, save the one that is set, remove one.

import { Bookmark } from "lucide-react";
import { useRef, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { Menu } from "../../components/menu";
import type { BoardFilter } from "../../generated/BoardFilter";
import type { SavedView } from "../../generated/SavedView";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { isFiltered, parseFilter, sameFilter, writeFilter } from "./filter";

const FORM = "save-view";

export function Views({ filter, onFilter }: { filter: BoardFilter; onFilter: (filter: BoardFilter) => void }) {
  const views = useAsk("views_list", { kind: "board" }).data ?? [];
  const [naming, setNaming] = useState(false);
  const remove = useTell("view_remove", () => null);
  const current = views.find((view) => sameFilter(parseFilter(view.filter), filter));
  const set = isFiltered(filter);
  return (
    <>
      <Menu
        className={current ? "chip chip-on" : "chip"}
        button={
          <>
            <Bookmark size={11} aria-hidden="true" />
            <span className="cut">{current?.name ?? t("board:views.button")}</span>
          </>
        }
        groups={[
          views.map((view) => ({
            key: view.name,
            label: view.name,
            chosen: view === current,
            act: () => onFilter(parseFilter(view.filter)),
          })),
          [
            {
              key: "save",
              label: t("board:views.save"),
              disabled: !set || current !== undefined,
              act: () => setNaming(true),
            },
            ...(current
              ? [
                  {
                    key: "remove",
                    label: t("board:views.remove", { name: current.name }),
                    danger: true,
                    act: () => remove.mutate({ kind: "board", name: current.name }),
                  },
                ]
              : []),
          ],
        ]}
      />
      {naming && <NameDialog filter={filter} taken={views} onClose={() => setNaming(false)} />}
    </>
  );
}

function NameDialog({ filter, taken, onClose }: { filter: BoardFilter; taken: SavedView[]; onClose: () => void }) {
  const [name, setName] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const save = useTell("view_save", () => t("board:views.saved", { name: name.trim() }));
  const again = taken.some((view) => view.name === name.trim());
  const submit = () => {
    if (name.trim() === "") return;
    save.mutate({ kind: "board", name: name.trim(), filter: JSON.stringify(writeFilter(filter) ?? {}) });
    onClose();
  };
  return (
    <Dialog
      title={t("board:views.title")}
      open
      onClose={onClose}
      first={field}
      act={
        <button type="submit" form={FORM} className="button button-primary" disabled={name.trim() === ""}>
          {again ? t("board:views.update", { name: name.trim() }) : t("save")}
        </button>
      }
    >
      <form
        id={FORM}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t("board:views.name")} hint={t("board:views.nameHint")}>
          {(ids) => (
            <input
              {...ids}
              ref={field}
              className="input"
              value={name}
              maxLength={60}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

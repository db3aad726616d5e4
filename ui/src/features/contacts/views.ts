// Views that a person kept, by name: the engine keeps them as text, this reads and writes it.

import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { readView, type View } from "./view";

export interface SavedView {
  name: string;
  view: View;
}

export function useSavedViews() {
  const kept = useAsk("views_list", { kind: "contacts" }, { keep: true }).data ?? [];
  const views = kept.flatMap(({ name, filter }): SavedView[] => {
    const view = understood(filter);
    return view ? [{ name, view }] : [];
  });
  const keep = useTell("view_save", () => null);
  const forget = useTell("view_remove", () => null);
  const put = ({ name, view }: SavedView, onSuccess = () => {}) =>
    keep.mutate({ kind: "contacts", name, filter: JSON.stringify(view) }, { onSuccess });
  return {
    views,
    save: (saved: SavedView) => put(saved, () => say(t("contacts:views.saved", { name: saved.name }))),
    remove: (gone: SavedView) =>
      forget.mutate(
        { kind: "contacts", name: gone.name },
        { onSuccess: () => say(t("contacts:views.removed", { name: gone.name }), "plain", () => put(gone)) },
      ),
  };
}

function understood(text: string): View | null {
  try {
    return readView(JSON.parse(text));
  } catch {
    return null;
  }
}

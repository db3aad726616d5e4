// Which replies are listed: a part of the inbox, a meaning, some words.

import { useRef } from "react";
import { Choice, Segments } from "../../components/choice";
import type { ClassCount } from "../../generated/ClassCount";
import type { InboxCounts } from "../../generated/InboxCounts";
import type { InboxPart } from "../../generated/InboxPart";
import type { ReplyKind } from "../../generated/ReplyKind";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";

export interface Narrowed {
  part: InboxPart;
  class: ReplyKind | null;
  search: string;
}

const PARTS = ["needs_you", "all", "robots", "unmatched"] as const;
const ANY = "any";

interface Props {
  narrowed: Narrowed;
  counts: InboxCounts | undefined;
  classes: ClassCount[];
  onChange: (next: Narrowed) => void;
}

export function Filters({ narrowed, counts, classes, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut({ keys: "/", label: t("inbox:keys.search") }, () => field.current?.focus());
  const meanings = classes.map(({ class: kind, count: n }) => ({
    value: kind as string,
    label: `${t(`words:replies.${kind}`)} · ${count(n)}`,
  }));
  return (
    <div className="inbox-filters">
      <Segments
        label={t("inbox:parts.label")}
        value={narrowed.part}
        options={PARTS.map((part) => ({
          value: part,
          label: counts ? `${t(`inbox:parts.${part}`)} ${count(counts[part])}` : t(`inbox:parts.${part}`),
        }))}
        onChange={(part) => onChange({ ...narrowed, part })}
      />
      <div className="row">
        <input
          ref={field}
          className="input"
          type="search"
          aria-label={t("inbox:search")}
          placeholder={t("inbox:search")}
          value={narrowed.search}
          onChange={(event) => onChange({ ...narrowed, search: event.target.value })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <Choice
          label={t("inbox:meaning")}
          value={narrowed.class ?? ANY}
          options={[{ value: ANY, label: t("inbox:anyMeaning") }, ...meanings]}
          onChange={(value) => onChange({ ...narrowed, class: value === ANY ? null : (value as ReplyKind) })}
        />
      </div>
    </div>
  );
}

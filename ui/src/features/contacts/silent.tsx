// Who must not be mailed: why, since when, by whom. Adding is easy; lifting asks first.

import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { Choice } from "../../components/choice";
import { Confirm, Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { Empty, Loading, Trouble } from "../../components/states";
import { Table, type TableColumn } from "../../components/table";
import { Time } from "../../components/time";
import type { SuppressionRow } from "../../generated/SuppressionRow";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandOf, useStatus } from "../../lib/known";
import { say } from "../../lib/say";
import { useShortcut } from "../../lib/shortcuts";

/** The engine tells of so many. */
const MOST = 10_000;
const EVERY = "*";

export function Silent() {
  const now = useNow();
  const brandOf = useBrandOf();
  const list = useAsk("suppressions_list", {}, { keep: true });
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<SuppressionRow | null>(null);
  useShortcut({ keys: "/", label: t("contacts:silent.search") }, () =>
    document.getElementById("silent-search")?.focus(),
  );
  if (list.error && !list.data) return <Trouble error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading what={t("contacts:fetching")} />;
  const words = text.trim().toLowerCase();
  const rows = list.data.filter(
    ({ value, reason, kind }) =>
      !words || (kind !== "erased" && value.includes(words)) || reason.toLowerCase().includes(words),
  );
  const scope = (row: SuppressionRow) =>
    row.brand === null ? t("contacts:person.everyBrand") : (brandOf(row.brand)?.name ?? row.brand);
  const columns: TableColumn<SuppressionRow>[] = [
    {
      key: "value",
      title: t("contacts:silent.value"),
      width: "minmax(200px, 1.6fr)",
      cell: (row) => <Value row={row} />,
    },
    { key: "reason", title: t("contacts:silent.reason"), width: "minmax(180px, 2fr)", cell: (row) => row.reason },
    {
      key: "scope",
      title: t("contacts:silent.scope"),
      width: "minmax(100px, 1fr)",
      cell: (row) => <span className="muted">{scope(row)}</span>,
    },
    {
      key: "by",
      title: t("contacts:silent.by"),
      width: "92px",
      cell: (row) => <span className="muted">{t(`words:authors.${row.author}`)}</span>,
    },
    {
      key: "since",
      title: t("contacts:silent.since"),
      width: "100px",
      cell: (row) => (
        <span className="muted">
          <Time at={row.created_at} now={now} />
        </span>
      ),
    },
    {
      key: "lift",
      title: t("contacts:silent.lift"),
      width: "64px",
      cell: (row) =>
        row.kind !== "erased" && (
          <button
            type="button"
            className="link-button"
            onClick={(event) => {
              event.stopPropagation();
              setLifting(row);
            }}
          >
            {t("contacts:silent.lift")}
          </button>
        ),
    },
  ];
  return (
    <div className="contacts">
      <div className="contact-bar">
        <span className="contact-search">
          <Search size={13} aria-hidden="true" />
          <input
            id="silent-search"
            type="search"
            className="input"
            aria-label={t("contacts:silent.search")}
            placeholder={t("contacts:silent.search")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
        {list.data.length >= MOST && <span className="faint">{t("contacts:silent.most", { count: MOST })}</span>}
        <button type="button" className="button push" onClick={() => setAdding(true)}>
          <Plus size={13} aria-hidden="true" />
          {t("contacts:silent.add")}
        </button>
      </div>
      {list.data.length === 0 && (
        <Empty title={t("contacts:silent.empty")}>
          <p>{t("contacts:silent.emptyWhy")}</p>
          <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
            {t("contacts:silent.add")}
          </button>
        </Empty>
      )}
      {list.data.length > 0 && rows.length === 0 && (
        <Empty title={t("contacts:silent.none")}>
          <p>{t("contacts:silent.noneWhy")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <div className="contact-table">
          <Table
            label={t("contacts:silent.label")}
            columns={columns}
            count={rows.length}
            row={(index) => rows[index]}
            rowKey={(row) => `${row.kind} ${row.value} ${row.brand}`}
            onOpen={(row) => row.kind !== "erased" && setLifting(row)}
          />
        </div>
      )}
      {adding && <AddSilent onClose={() => setAdding(false)} />}
      {lifting && <Lift row={lifting} onClose={() => setLifting(null)} />}
    </div>
  );
}

function Value({ row }: { row: SuppressionRow }) {
  if (row.kind === "erased")
    return (
      <span className="faint" title={t("contacts:silent.hiddenWhy")}>
        {t("contacts:silent.hidden")}
      </span>
    );
  if (row.kind === "domain") return <strong>{t("contacts:person.domain", { value: row.value })}</strong>;
  return <strong>{row.value}</strong>;
}

/** Lifting a suppression asks first, and can be taken back with the reason it had. */
export function Lift({ row, name, onClose }: { row: SuppressionRow; name?: string; onClose: () => void }) {
  const suppress = useTell("suppress", (reply) => reply.done);
  const back = () => suppress.mutate({ target: row.value, brand: row.brand, reason: row.reason });
  const lift = useTell("unsuppress", (reply) => {
    // The sentence is said here, with the way back.
    say(reply.done, "plain", back);
    return null;
  });
  const title = name ? t("contacts:person.liftTitle", { name }) : t("contacts:silent.liftTitle", { value: row.value });
  return (
    <Confirm
      title={title}
      act={name ? t("contacts:person.liftAct", { name }) : t("contacts:silent.liftAct")}
      danger
      open
      onClose={onClose}
      onConfirm={() => lift.mutate({ target: row.value, brand: row.brand })}
    >
      <p>{t("contacts:silent.liftWhy", { reason: row.reason })}</p>
    </Confirm>
  );
}

interface AddProps {
  /** Where it is known whom it is about, and what keeps mail from them already. */
  target?: string;
  held?: SuppressionRow[];
  title?: string;
  onClose: () => void;
}

/** Suppresses an address or a domain. Taken back can be only what this added, never a no from before. */
export function AddSilent({ target: given, held = [], title, onClose }: AddProps) {
  const { brands } = useStatus();
  const [target, setTarget] = useState(given ?? "");
  const [brand, setBrand] = useState(EVERY);
  const [reason, setReason] = useState("");
  const scope = brand === EVERY ? null : brand;
  const free = useTell("unsuppress", (reply) => reply.done);
  const suppress = useTell("suppress", (reply) => {
    const isNew = given !== undefined && !held.some((row) => row.brand === scope);
    say(reply.done, "plain", isNew ? () => free.mutate({ target: given, brand: scope }) : undefined);
    return null;
  });
  const submit = () => {
    suppress.mutate({ target: target.trim(), brand: scope, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={title ?? t("contacts:silent.add")}
      open
      onClose={onClose}
      act={
        <button type="submit" form="add-silent" className="button button-primary" disabled={target.trim() === ""}>
          {t("contacts:person.suppress")}
        </button>
      }
    >
      <form
        id="add-silent"
        className="contact-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {given ? (
          <p className="muted">{t("contacts:person.suppressWhy", { email: given })}</p>
        ) : (
          <Field label={t("contacts:silent.target")} hint={t("contacts:silent.targetHint")}>
            {(ids) => (
              <input {...ids} className="input" value={target} onChange={(event) => setTarget(event.target.value)} />
            )}
          </Field>
        )}
        <Field label={t("contacts:person.suppressFor")}>
          {() => (
            <Choice
              label={t("contacts:person.suppressFor")}
              value={brand}
              options={[
                { value: EVERY, label: t("contacts:person.everyBrand") },
                ...brands.map(({ slug, name }) => ({ value: slug, label: name })),
              ]}
              onChange={setBrand}
            />
          )}
        </Field>
        <Field label={t("contacts:silent.reason")}>
          {(ids) => (
            <input {...ids} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

// One contact: who they are, what keeps mail from them, and what there was over all brands.

import { BellOff, Ellipsis } from "lucide-react";
import { useState } from "react";
import { Confirm } from "../../components/dialog";
import { Menu } from "../../components/menu";
import { Loading, Trouble } from "../../components/states";
import { Tag } from "../../components/tag";
import { Time } from "../../components/time";
import type { ContactHistory } from "../../generated/ContactHistory";
import type { SuppressionRow } from "../../generated/SuppressionRow";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";
import { BulkDialog } from "./bulk";
import { useBulk } from "./bulk-act";
import "./contacts.css";
import "./person.css";
import { useEvidence } from "./export";
import { PersonFields } from "./person-fields";
import { PersonHistory } from "./person-history";
import { AddSilent, Lift } from "./silent";

interface Props {
  id: string;
  onBack: () => void;
  onDeal: (deal: string) => void;
  onMail: (mail: string) => void;
  onMessage: (message: string) => void;
  onPerson: (contact: string) => void;
}

export function Person(props: Props) {
  const history = useAsk("contact_history", { contact: props.id });
  if (history.error && !history.data) return <Trouble error={history.error} retry={() => void history.refetch()} />;
  if (!history.data) return <Loading what={t("contacts:person.fetching")} />;
  return <Known {...props} history={history.data} />;
}

function Known({ history, onBack, ...open }: Props & { history: ContactHistory }) {
  const { contact, suppressions } = history;
  const name = contact.name || contact.email;
  const brand = useBrandOf()(contact.brand);
  const [asked, setAsked] = useState<"suppress" | "erase" | "deal" | null>(null);
  const [lifting, setLifting] = useState<SuppressionRow | null>(null);
  const save = useEvidence(contact.email);
  const bulk = useBulk();
  const close = () => setAsked(null);
  return (
    <div className="person">
      <header className="person-head">
        <div className="person-who">
          <h2 className="person-name">
            {name}
            {contact.suppressed !== null && <Tag tone="danger">{t("contacts:state.silent")}</Tag>}
            {contact.marks.map((mark) => (
              <Tag key={mark} tone="warn">
                {t(`words:addressMarks.${mark}`)}
              </Tag>
            ))}
          </h2>
          <p className="muted cut">
            {[contact.name && contact.email, contact.company, brand?.name].filter(Boolean).join(" · ")}
          </p>
        </div>
        <span className="row push">
          {contact.suppressed === null && (
            <button type="button" className="button" onClick={() => setAsked("suppress")}>
              <BellOff size={13} aria-hidden="true" />
              {t("contacts:person.suppress")}
            </button>
          )}
          <Menu
            className="icon-button"
            label={t("contacts:person.more")}
            button={<Ellipsis size={15} aria-hidden="true" />}
            align="end"
            groups={[
              [{ key: "evidence", label: t("contacts:person.evidence"), act: () => void save() }],
              [
                {
                  key: "erase",
                  label: t("contacts:person.eraseTitle", { name }),
                  danger: true,
                  act: () => setAsked("erase"),
                },
              ],
            ]}
          />
        </span>
      </header>
      <div className="person-body">
        <div className="person-side">
          {suppressions.length > 0 && <Silences rows={suppressions} onLift={setLifting} />}
          <PersonFields history={history} />
        </div>
        <PersonHistory history={history} {...open} onNewDeal={() => setAsked("deal")} />
      </div>
      {asked === "suppress" && (
        <AddSilent
          target={contact.email}
          held={suppressions}
          title={t("contacts:person.suppressTitle", { name })}
          onClose={close}
        />
      )}
      {asked === "deal" && (
        <BulkDialog
          act="create_deals"
          n={1}
          tags={[]}
          brand={contact.brand}
          onClose={close}
          onAct={(act) => {
            close();
            bulk.run({ ids: [contact.id], filter: null, act });
          }}
        />
      )}
      {asked === "erase" && <Erase history={history} name={name} onClose={close} onGone={onBack} />}
      {lifting && <Lift row={lifting} name={name} onClose={() => setLifting(null)} />}
    </div>
  );
}

/** What keeps mail from them. */
function Silences({ rows, onLift }: { rows: SuppressionRow[]; onLift: (row: SuppressionRow) => void }) {
  const now = useNow();
  const brandOf = useBrandOf();
  return (
    <section className="person-part person-silent">
      <h2>{t("contacts:person.silent")}</h2>
      <ul>
        {rows.map((row) => (
          <li key={`${row.kind} ${row.value} ${row.brand}`}>
            <span>
              {row.reason}
              <span className="faint">
                {" "}
                · {row.kind === "domain" && `${t("contacts:person.domain", { value: row.value })} · `}
                {row.brand === null ? t("contacts:person.everyBrand") : (brandOf(row.brand)?.name ?? row.brand)} ·{" "}
                {t(`words:authors.${row.author}`)}, <Time at={row.created_at} now={now} />
              </span>
            </span>
            {row.kind !== "erased" && (
              <button type="button" className="link-button push" onClick={() => onLift(row)}>
                {t("contacts:person.lift")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Erase({
  history,
  name,
  onClose,
  onGone,
}: {
  history: ContactHistory;
  name: string;
  onClose: () => void;
  onGone: () => void;
}) {
  const { contact, deals, emails, messages } = history;
  // Away before anything is asked for anew: nobody is here to be shown any more.
  const erase = useTell("contact_erase", (reply) => {
    onGone();
    return reply.done;
  });
  return (
    <Confirm
      title={t("contacts:person.eraseTitle", { name })}
      act={t("contacts:person.eraseTitle", { name })}
      danger
      open
      onClose={onClose}
      onConfirm={() => erase.mutate({ address: contact.email })}
    >
      <p>
        {t("contacts:person.eraseGoes", {
          email: contact.email,
          deals: t("contacts:person.dealsCount", { count: deals.length }),
          mails: t("contacts:person.mailsCount", { count: emails.length }),
          messages: t("contacts:person.messagesCount", { count: messages.length }),
        })}
      </p>
      <p>{t("contacts:person.eraseStays")}</p>
      <p>
        <strong>{t("contacts:person.eraseNoUndo")}</strong>
      </p>
    </Confirm>
  );
}

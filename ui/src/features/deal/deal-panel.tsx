// A deal beside any screen: what it waits for, why its next mail goes or does not, how it came here, and what one can do about it.

import { useState } from "react";
import { Loading, Trouble } from "../../components/states";
import type { DealDetail } from "../../generated/DealDetail";
import { useAsk, useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { useActs } from "./acts";
import { Composer } from "./composer";
import "./deal.css";
import "./stories.css";
import { DealDialogs, type Opened } from "./dialogs";
import { Foot } from "./foot";
import { Head, HeadBar } from "./head";
import { More } from "./more";
import { PendingMail } from "./pending-mail";
import { lastWord, pendingMail } from "./reading";
import { Asks, LastWord } from "./waits";
import { WhyGates } from "./why";

const KEY = "deal-wide";

/** Mounted anew for each deal. Escape leads back. */
export function DealPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const deal = useAsk("deal_show", { id });
  const [wide, setWide] = useState(() => window.localStorage.getItem(KEY) !== null);
  useShortcut({ keys: "Escape", label: t("deal:close") }, onClose);
  const widen = () => {
    if (wide) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, "yes");
    setWide(!wide);
  };
  useShortcut({ keys: "w", label: t(wide ? "deal:narrow" : "deal:wide") }, widen);
  return (
    <div className="deal" data-wide={wide || undefined}>
      {deal.data ? (
        <Loaded
          detail={deal.data}
          bar={<HeadBar deal={deal.data.deal} wide={wide} onWide={widen} onClose={onClose} />}
        />
      ) : (
        <>
          <header className="panel-head">
            <HeadBar deal={null} wide={wide} onWide={widen} onClose={onClose} />
          </header>
          {deal.error ? (
            <Trouble error={deal.error} retry={() => void deal.refetch()} />
          ) : (
            <Loading what={t("deal:fetching")} />
          )}
        </>
      )}
    </div>
  );
}

function Loaded({ detail, bar }: { detail: DealDetail; bar: React.ReactNode }) {
  const { card } = detail.deal;
  const [opened, setOpened] = useState<Opened | "compose" | null>(null);
  const acts = useActs(detail);
  const now = useNow();
  const mail = pendingMail(detail);
  const word = lastWord(detail);
  const writing = opened === "compose" && mail === null;
  const held = card.hold_until !== null && card.hold_until > now;
  const close = () => setOpened(null);
  return (
    <>
      <Head detail={detail} acts={acts}>
        {bar}
      </Head>
      <div className="panel-body">
        {word && <LastWord row={word} contact={card} />}
        {card.question !== null && <Asks question={card.question} acts={acts} onOpen={setOpened} />}
        {mail && <PendingMail row={mail} />}
        {card.status !== "won" && card.status !== "lost" && <WhyGates deal={card.id} asked={card.question !== null} />}
        <More detail={detail} acts={acts} shown={word?.id} />
      </div>
      {writing ? (
        <Composer
          deal={card.id}
          name={card.name || card.email}
          onLift={held ? () => acts.hold(null) : null}
          onClose={close}
        />
      ) : (
        <Foot detail={detail} acts={acts} pending={mail} onOpen={setOpened} />
      )}
      <DealDialogs
        opened={opened === "compose" ? null : opened}
        detail={detail}
        acts={acts}
        onClose={close}
        onOpen={setOpened}
      />
    </>
  );
}

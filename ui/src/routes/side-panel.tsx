// The right side: the live feed, which makes way for a deal while one is open.

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Loading, Trouble } from "../components/states";
import { DealPanel } from "../features/deal/deal-panel";
import { Feed } from "../features/feed/feed";
import type { Status } from "../generated/Status";
import { useAsk, useNow } from "../lib/ask";
import { useKey } from "../lib/keys";
import { texts } from "../lib/texts";

/** Lines of the feed. */
const LINES = 100;

interface Props {
  status: Status;
  /** The brand whose board is shown: lines of the feed name only the others. */
  brandOnScreen: string | undefined;
  deal: string | null;
  /** In a narrow window the panel is put away; in a wide one this changes nothing. */
  folded: boolean;
  onOpen: (deal: string) => void;
  onClose: () => void;
}

export function SidePanel({ status, brandOnScreen, deal, folded, onOpen, onClose }: Props) {
  useReturnOfFocus(deal);
  return (
    <aside className="panel" data-folded={folded} aria-label={deal ? undefined : texts.feed.label}>
      {deal ? (
        <DealPanel key={deal} id={deal} onClose={onClose} />
      ) : (
        <FeedPanel status={status} brandOnScreen={brandOnScreen} onOpen={onOpen} onClose={onClose} />
      )}
    </aside>
  );
}

function FeedPanel({ status, brandOnScreen, onOpen, onClose }: Omit<Props, "deal" | "folded">) {
  const now = useNow();
  const feed = useAsk("feed", { limit: LINES });
  useKey("Escape", onClose);
  const brandOf = (slug: string) => {
    const place = status.brands.findIndex((brand) => brand.slug === slug);
    const brand = status.brands[place];
    return brand && brand.id !== brandOnScreen ? { name: brand.name, place } : null;
  };
  return (
    <>
      <header className="panel-head panel-head-one">
        <h2>{texts.feed.title}</h2>
        <button
          type="button"
          className="icon-button push only-narrow"
          onClick={onClose}
          aria-label={texts.feed.close}
          title={texts.feed.close}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <div className="panel-scroll">
        {feed.isPending && <Loading what={texts.loading.feed} />}
        {feed.error && !feed.data && <Trouble error={feed.error} retry={() => void feed.refetch()} />}
        {feed.data && <Feed rows={feed.data} now={now} brandOf={brandOf} onOpen={onOpen} />}
      </div>
    </>
  );
}

/** When the deal is closed, the focus goes back to its card. */
function useReturnOfFocus(deal: string | null): void {
  const before = useRef(deal);
  useEffect(() => {
    const closed = deal === null ? before.current : null;
    before.current = deal;
    if (closed) document.querySelector<HTMLElement>(`[data-card="${closed}"]`)?.focus();
  }, [deal]);
}

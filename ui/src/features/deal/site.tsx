// What a deal about a backlink is about: the links that came of it, and what the site says.

import { CarefulLinks } from "../../components/careful-link";
import type { DealDetail } from "../../generated/DealDetail";
import { DealLinks } from "./site-links";
import { SiteResearch } from "./site-research";
import "./site.css";

export function Site({ detail }: { detail: DealDetail }) {
  const { card } = detail.deal;
  const isOpen = card.status === "active" || card.status === "paused";
  return (
    <CarefulLinks>
      <DealLinks brand={detail.deal.brand} deal={card.id} who={card.name || card.email} isOpen={isOpen} />
      <SiteResearch deal={card.id} />
    </CarefulLinks>
  );
}

// The log of the autopilot's decisions.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { DecisionLog } from "../features/decisions/log";

export function DecisionsRoute() {
  const { decision } = useSearch({ from: "/decisions" });
  const navigate = useNavigate();
  const open = (id: string | undefined) =>
    void navigate({ to: "/decisions", search: (rest) => ({ ...rest, decision: id }), replace: decision !== undefined });
  const openDeal = (deal: string) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) });
  return <DecisionLog decision={decision} onOpen={open} onDeal={openDeal} />;
}

// Leads to the welcome on the very first start: nobody imported, no mailbox connected, and not skipped before.

import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useStatus } from "../../lib/known";
import { isWelcomeOver } from "./progress";

export function useFirstStart(): void {
  const { fresh } = useStatus();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  // Only from the place where the program opens: whoever goes somewhere by hand is not led away.
  const leads = fresh && pathname === "/" && !isWelcomeOver();
  useEffect(() => {
    if (leads) void navigate({ to: "/welcome", replace: true });
  }, [leads, navigate]);
}

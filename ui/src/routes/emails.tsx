// The log of outgoing mail.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { EmailLog } from "../features/emails/log";

export function EmailsRoute() {
  const { mail } = useSearch({ from: "/emails" });
  const navigate = useNavigate();
  const open = (id: string | undefined) =>
    void navigate({ to: "/emails", search: (rest) => ({ ...rest, mail: id }), replace: mail !== undefined });
  const openDeal = (deal: string) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) });
  return <EmailLog mail={mail} onOpen={open} onDeal={openDeal} />;
}

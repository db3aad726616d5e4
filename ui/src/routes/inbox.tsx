// Replies: read, understood, answered.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Inbox } from "../features/inbox/inbox";

export function InboxRoute() {
  const { message } = useSearch({ from: "/inbox" });
  const { deal } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  return (
    <Inbox
      open={message ?? null}
      crowded={deal !== undefined}
      onOpen={(id) =>
        void navigate({ to: "/inbox", search: (rest) => ({ ...rest, message: id ?? undefined }), replace: true })
      }
      onDeal={(id) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal: id }) })}
    />
  );
}

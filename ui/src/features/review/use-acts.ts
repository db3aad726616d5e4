// Approving, taking back, changing and rejecting: shown at once, put back if the engine refuses.

import { useState } from "react";
import type { NotApproved } from "../../generated/NotApproved";
import type { SeenMail } from "../../generated/SeenMail";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

interface Place {
  hide: (ids: readonly string[]) => void;
  show: (ids: readonly string[]) => void;
  /** Opens a mail. */
  open: (id: string) => void;
}

export function useActs({ hide, show, open }: Place) {
  const [refused, setRefused] = useState<readonly NotApproved[]>([]);
  const approveOne = useTell("email_approve", () => null);
  const approveMany = useTell("emails_approve_many", () => null);
  const takeBack = useTell("emails_take_back", ({ done }) => done);
  const rejectOne = useTell("email_reject", () => null);
  const reconsider = useTell("email_reconsider", ({ done }) => done);
  const editOne = useTell("email_edit", ({ done }) => done);

  const openAgain = (ids: string[]) => () => {
    show(ids);
    const [first] = ids;
    if (first) open(first);
  };

  /** The way back from an approval. It fails where the mail has left meanwhile, and says so. */
  const back = (ids: string[]) => () => {
    takeBack.mutateAsync({ ids }).then(openAgain(ids), () => undefined);
  };

  /** Bound to exactly what was on screen. */
  const approve = (seen: SeenMail, who: string) => {
    hide([seen.id]);
    approveOne
      .mutateAsync(seen)
      .then(() => say(t("review:approved", { count: 1, who }), "plain", back([seen.id])), openAgain([seen.id]));
  };

  const approveAll = (mails: SeenMail[]) => {
    const ids = mails.map(({ id }) => id);
    hide(ids);
    approveMany.mutateAsync({ mails }).then(
      ({ approved, refused }) => {
        show(refused.map(({ id }) => id));
        setRefused(refused);
        if (approved.length > 0)
          say(t("review:approved", { count: approved.length, who: "" }), "plain", back(approved));
      },
      () => show(ids),
    );
  };

  const reject = (id: string, reason: string) => {
    hide([id]);
    const forgive = () => {
      reconsider.mutateAsync({ id }).then(openAgain([id]), () => undefined);
    };
    rejectOne
      .mutateAsync(reason ? { id, reason } : { id })
      .then(({ done }) => say(done, "plain", forgive), openAgain([id]));
  };

  return {
    approve,
    approveAll,
    reject,
    edit: editOne,
    refused,
    forgetRefused: () => setRefused([]),
  };
}

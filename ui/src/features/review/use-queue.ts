// The queue as it is shown: what waits, less what was just dealt with, and which mail is open.

import { useEffect, useMemo, useRef, useState } from "react";
import type { WaitingMail } from "../../generated/WaitingMail";
import { useAsk } from "../../lib/ask";
import { useBrandInScope } from "../../lib/known";
import { neighbour } from "./walk";

/** Mails fetched at first, and each time the end comes near. */
const STEP = 100;

export function useQueue(mail: string | undefined, onOpen: (id: string | undefined) => void) {
  const brand = useBrandInScope()?.slug ?? null;
  const [limit, setLimit] = useState(STEP);
  const asked = useAsk("review_queue", { brand, after: null, limit }, { keep: true });
  // Gone at once; what the engine refuses comes back.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const mails = useMemo(() => (asked.data?.mails ?? []).filter((line) => !gone.has(line.mail.id)), [asked.data, gone]);
  const ids = useMemo(() => mails.map((line) => line.mail.id), [mails]);
  const hidden = (asked.data?.mails.length ?? 0) - mails.length;

  // What the engine does not list any more needs no hiding; should it come back, it is shown.
  const listed = asked.data?.mails;
  useEffect(() => {
    if (!listed) return;
    setGone((before) => {
      const still = [...before].filter((id) => listed.some((line) => line.mail.id === id));
      return still.length === before.size ? before : new Set(still);
    });
  }, [listed]);

  // Another brand is another queue; it begins at its first mail.
  const before = useRef(brand);
  useEffect(() => {
    if (before.current !== brand) onOpen(undefined);
    before.current = brand;
  }, [brand, onOpen]);

  const place = useRef(0);
  const at = mail === undefined ? -1 : ids.indexOf(mail);
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at]);

  const first = ids[0];
  const known = asked.data !== undefined && !asked.isPlaceholderData;
  useEffect(() => {
    if (known && mail === undefined && first !== undefined) onOpen(first);
  }, [known, mail, first, onOpen]);

  const hide = (some: Iterable<string>) => setGone((before) => new Set([...before, ...some]));
  const show = (some: readonly string[]) =>
    setGone((before) => new Set([...before].filter((id) => !some.includes(id))));
  const find = (id: string): WaitingMail | undefined => mails.find((line) => line.mail.id === id);
  return {
    asked,
    mails,
    ids,
    total: Math.max(mails.length, (asked.data?.total ?? 0) - hidden),
    find,
    hide,
    show,
    step: (by: 1 | -1) => neighbour(ids, mail, place.current, by),
    more: () => setLimit((before) => Math.min(500, before + STEP)),
  };
}

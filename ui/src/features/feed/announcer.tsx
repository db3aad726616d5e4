// Reads new lines of the feed to those who do not see it: politely, and not more often than they can listen.

import { useEffect, useRef, useState } from "react";

/** Least pause between two sentences, in milliseconds. */
const PAUSE = 5_000;

export function Announcer({ sentence }: { sentence: string }) {
  const [spoken, setSpoken] = useState("");
  const latest = useRef(sentence);
  latest.current = sentence;
  useEffect(() => {
    const timer = setInterval(() => setSpoken(latest.current), PAUSE);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="visually-hidden" role="status">
      {spoken}
    </p>
  );
}

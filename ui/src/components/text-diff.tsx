// What became of a text, word by word: taken out, put in, told by colour and by line.

import { diffWordsWithSpace } from "diff";
import "./text-diff.css";

export function TextDiff({ before, after }: { before: string; after: string }) {
  let at = 0;
  return diffWordsWithSpace(before, after).map((part) => {
    at += part.value.length;
    const key = `${at}${part.added ? "+" : part.removed ? "-" : ""}`;
    if (part.added) return <ins key={key}>{part.value}</ins>;
    if (part.removed) return <del key={key}>{part.value}</del>;
    return <span key={key}>{part.value}</span>;
  });
}

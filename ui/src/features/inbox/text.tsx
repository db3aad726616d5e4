// What they wrote, as plain text: safe by itself, quick to read, with what they quoted folded away.

import { useState } from "react";
import { CarefulLink } from "../../components/careful-link";
import { inPieces } from "../../lib/addresses";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

/** Characters that are laid out at once: a monster must not hold up the window. */
const AT_ONCE = 20_000;

export function MailText({ text, quoted }: { text: string; quoted: string }) {
  return (
    <>
      {text.trim() === "" ? <p className="faint">{t("inbox:text.empty")}</p> : <Words text={text.trim()} />}
      {quoted.trim() !== "" && (
        <details className="quoted">
          <summary>{t("inbox:text.quoted", { count: quoted.trim().split("\n").length })}</summary>
          <Words text={quoted.trim()} />
        </details>
      )}
    </>
  );
}

function Words({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? text : text.slice(0, AT_ONCE);
  let at = 0;
  return (
    <>
      <div className="mail-words" dir="auto">
        {inPieces(shown).map((piece) => {
          at += 1;
          return "text" in piece ? (
            piece.text
          ) : (
            <CarefulLink key={at} said="" address={piece.address}>
              {piece.address}
            </CarefulLink>
          );
        })}
      </div>
      {shown.length < text.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {t("inbox:text.all", { size: count(text.length) })}
        </button>
      )}
    </>
  );
}

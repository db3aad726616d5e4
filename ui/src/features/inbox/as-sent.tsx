// A mail as it was sent, in a frame without rights; what was left out is said, and its links are listed for what they are.

import { useEffect, useState } from "react";
import { CarefulLink } from "../../components/careful-link";
import { MailFrame } from "../../components/mail-frame";
import { Loading, Trouble } from "../../components/states";
import { hostOf } from "../../lib/addresses";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

/** Links that are listed at first. */
const LISTED = 8;

export function AsSent({ id, who }: { id: string; who: string }) {
  const dark = useDark();
  const page = useAsk("message_html", { id, dark }, { keep: true });
  const pictures = useTell("message_pictures", () => null);
  const [all, setAll] = useState(false);
  if (page.isPending) return <Loading what={t("inbox:asSent.loading")} />;
  if (page.error && !page.data) return <Trouble error={page.error} retry={() => void page.refetch()} />;
  // Asked for in another theme, they have to be asked for again.
  const fetched = pictures.variables?.dark === dark ? pictures.data : undefined;
  const { document: html, links, remote_pictures: left } = fetched ?? page.data;
  if (html === "") return <p className="faint">{t("inbox:asSent.none")}</p>;
  const shown = all ? links : links.slice(0, LISTED);
  return (
    <>
      <MailFrame title={t("inbox:asSent.frame", { who })} document={html} />
      {left > 0 && (
        <p className="faint as-sent-note">
          {t(fetched ? "inbox:asSent.picturesLost" : "inbox:asSent.pictures", { count: left })}{" "}
          {!fetched && (
            <button
              type="button"
              className="link-button"
              disabled={pictures.isPending}
              onClick={() => pictures.mutate({ id, dark })}
            >
              {t(pictures.isPending ? "inbox:asSent.picturesComing" : "inbox:asSent.picturesShow")}
            </button>
          )}
        </p>
      )}
      {links.length > 0 && (
        <ol className="as-sent-links" aria-label={t("inbox:asSent.links")}>
          {shown.map((link, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a link is known by its number in the mail
            <li key={place}>
              <span className="faint">{place + 1}</span>
              <CarefulLink said={link.said} address={link.address}>
                <span className="cut">{link.said || link.address}</span>
              </CarefulLink>
              <span className="faint cut">{hostOf(link.address)}</span>
            </li>
          ))}
        </ol>
      )}
      {links.length > shown.length && (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          {t("inbox:asSent.allLinks", { count: links.length })}
        </button>
      )}
    </>
  );
}

/** The frame knows nothing of the window's theme, so it is told. */
function useDark(): boolean {
  const isDark = () => document.documentElement.dataset.theme === "dark";
  const [dark, setDark] = useState(isDark);
  useEffect(() => {
    const watch = new MutationObserver(() => setDark(document.documentElement.dataset.theme === "dark"));
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => watch.disconnect();
  }, []);
  return dark;
}

// The links others place to our pages.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Links } from "../features/links/table";
import { STANDINGS } from "../lib/link-states";

export function LinksRoute() {
  const { link, standing } = useSearch({ from: "/links" });
  const navigate = useNavigate();
  return (
    <Links
      standing={STANDINGS.find((one) => one === standing) ?? null}
      link={link}
      onStanding={(next) =>
        void navigate({ to: "/links", search: (rest) => ({ ...rest, standing: next ?? undefined }), replace: true })
      }
      onOpen={(id) =>
        void navigate({ to: "/links", search: (rest) => ({ ...rest, link: id }), replace: link !== undefined })
      }
      onDeal={(deal) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) })}
    />
  );
}

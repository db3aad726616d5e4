// Sites that could link to us.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Prospects } from "../features/prospects/table";

export function ProspectsRoute() {
  const { prospect } = useSearch({ from: "/prospects" });
  const navigate = useNavigate();
  return (
    <Prospects
      prospect={prospect}
      onOpen={(name) =>
        void navigate({
          to: "/prospects",
          search: (rest) => ({ ...rest, prospect: name }),
          replace: prospect !== undefined,
        })
      }
      onDeal={(deal) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) })}
    />
  );
}

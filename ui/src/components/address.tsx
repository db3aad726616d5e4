// An address as people read it: whose it is first, the rest quiet. Only text.

import { inParts } from "../lib/addresses";

export function Address({ address }: { address: string }) {
  const { host, rest } = inParts(address);
  return (
    <span title={address} dir="ltr">
      <b className="address-host">{host}</b>
      <span className="muted">{rest}</span>
    </span>
  );
}

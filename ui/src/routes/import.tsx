// import: composition only.

import { ImportWizard } from "../features/import/wizard";

export function ImportRoute() {
  return <ImportWizard />;
}

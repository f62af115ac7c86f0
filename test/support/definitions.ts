import type { ControlPlane } from "../../local/control-plane/control-plane";
import { runKubectl } from "../../local/control-plane/kubectl";
import { hasShared, sharedPath } from "./shared";

/** Applies the definitions of other projects, if there is shared data with them, and waits until the API server serves them. */
export async function applyDefinitions(plane: ControlPlane): Promise<void> {
  if (!hasShared()) return;
  const folder = sharedPath("crds");
  await runKubectl(plane, ["apply", "--server-side", "-f", folder]);
  // kubectl fails, and does not wait, for a condition of an object that has no conditions yet.
  for (const condition of ["jsonpath={.status.acceptedNames.kind}", "condition=Established"]) {
    await runKubectl(plane, ["wait", `--for=${condition}`, "-f", folder]);
  }
}

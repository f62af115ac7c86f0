import { execa } from "execa";
import { ControlPlaneFailed } from "./control-plane-failed";
import type { ControlPlane } from "./plane";
import { planeEnvironment } from "./plane";

/** Runs kubectl against the plane and returns what it prints. Throws `ControlPlaneFailed` with its message. */
export async function runKubectl(
  plane: ControlPlane,
  args: readonly string[],
  input = "",
): Promise<string> {
  const { failed, stdout, stderr } = await execa(plane.kubectl, args, {
    env: planeEnvironment(plane.directory),
    input,
    reject: false,
  });
  if (!failed) return stdout;
  throw new ControlPlaneFailed(
    `kubectl ${args.join(" ")} failed on the local control plane`,
    withoutLogLines(stderr),
    `see whether the plane runs: kubectl --kubeconfig ${plane.kubeconfig} get --raw /readyz; \`make up\` starts it`,
  );
}

/** kubectl logs each of its tries before it says what was wrong. */
function withoutLogLines(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^[EWI]\d{4} /.test(line))
    .join("\n");
}

/** The name under which the plane keeps its own objects; no other tool writes with it. */
const FIELD_MANAGER = "llmd-local";

/** Server-side apply of all objects in one call. `subresource` is `status` for what only a kubelet would write. */
export async function applyObjects(
  plane: ControlPlane,
  objects: readonly object[],
  subresource?: "status",
): Promise<void> {
  if (objects.length === 0) return;
  await runKubectl(
    plane,
    [
      ...["apply", "--server-side", "--force-conflicts", "--field-manager", FIELD_MANAGER],
      ...(subresource === undefined ? [] : ["--subresource", subresource]),
      ...["-f", "-"],
    ],
    JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  );
}

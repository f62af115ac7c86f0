import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The cluster of the local stack, and no other. */
const KUBECONFIG = `
clusters: [{ name: plane, cluster: { server: "https://127.0.0.1:16443" } }]
contexts: [{ name: kwok-llmd, context: { cluster: plane, user: admin } }]
`;

/** Gives the tests of a suite a kubeconfig of their own, by the variable that everyone reads. */
export function useKubeconfig(): void {
  const before = process.env.KUBECONFIG;
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmd-"));
    process.env.KUBECONFIG = join(folder, "config");
    writeFileSync(process.env.KUBECONFIG, KUBECONFIG);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });
}

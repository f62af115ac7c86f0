/**
 * Writes anew what the upgrade test starts from: the state that the program of now leaves for the local stack, and the
 * pods that its chart renders. Run it when a version of the package is released, and never to make the test pass: what
 * the test refuses would restart or replace what users run.
 *
 *     node -r ts-node/register/transpile-only scripts/refresh-upgrade-baseline.ts
 */
import { resolveTool } from "../local/toolchain/toolchain";
import { readLocalConfig } from "../test/support/local-stack";
import { writeBaseline } from "../test/support/upgrade-baseline";

async function main(): Promise<void> {
  const { path } = await resolveTool("helm");
  console.log(await writeBaseline({ name: "helm", path }, readLocalConfig()));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

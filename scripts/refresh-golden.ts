/**
 * Writes the golden chart values and inputs of AWS anew from the sources, for a reviewer to read as a difference.
 *
 *     node -r ts-node/register/transpile-only scripts/refresh-golden.ts
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { eksGoldenCases, readEksInputs, renderEksGolden } from "../test/support/eks-golden";
import { goldenCases, renderGolden } from "../test/support/golden";

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}

async function main(): Promise<void> {
  for (const golden of goldenCases()) write(golden.path, renderGolden(golden));
  for (const golden of eksGoldenCases()) {
    write(golden.path, renderEksGolden(await readEksInputs(golden)));
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

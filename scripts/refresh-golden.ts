/**
 * Writes the golden chart values anew from the sources, for a reviewer to read as a difference.
 *
 *     node -r ts-node/register/transpile-only scripts/refresh-golden.ts
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { goldenCases, renderGolden } from "../test/support/golden";

for (const golden of goldenCases()) {
  mkdirSync(dirname(golden.path), { recursive: true });
  writeFileSync(golden.path, renderGolden(golden));
  console.log(golden.path);
}

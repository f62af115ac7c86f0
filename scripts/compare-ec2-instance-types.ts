/**
 * Compares the catalogue of EC2 instance types with what Karpenter publishes of them, and prints what differs:
 *
 *     node -r ts-node/register/transpile-only scripts/compare-ec2-instance-types.ts <instance-types.md> <zz_generated.vpclimits.go>
 *
 * Both files are in a copy of https://github.com/aws/karpenter-provider-aws: website/content/en/preview/reference/ and
 * pkg/providers/instancetype/. Ends with 1 where anything differs. Which cards carry EFA is in neither file.
 */
import { readFileSync } from "node:fs";
import { compareInstanceTypes } from "./ec2-instance-reference";

const [reference, limits] = process.argv.slice(2);
if (reference === undefined || limits === undefined) {
  throw new Error("name the paths of instance-types.md and of zz_generated.vpclimits.go");
}
const differences = compareInstanceTypes(
  readFileSync(reference, "utf8"),
  readFileSync(limits, "utf8"),
);
for (const difference of differences) console.log(difference);
process.exitCode = differences.length === 0 ? 0 : 1;

import { resolve } from "node:path";
import { withStack } from "./engine";
import { summarize } from "./engine-outcome";
import { readPath } from "./helm";

/** What an example on a pool of nobody's cloud made, and what it asks Helm for. */
export interface HardwareOutcome {
  /** Every step, sorted. */
  readonly steps: readonly string[];
  /** The chart's word for the devices. */
  readonly accelerator: unknown;
  /** Of each role: image and limits of its engine. */
  readonly containers: readonly (readonly [image: unknown, limits: unknown])[];
}

/** The first run of an example in `examples/` on the real engine, as the values of its release say it. */
export async function deployHardwareExample(
  name: string,
  roles: readonly string[],
): Promise<HardwareOutcome> {
  const path = resolve(__dirname, `../../examples/${name}/index.ts`);
  const program = async () => {
    delete require.cache[path];
    require(path);
  };
  const outcome = await withStack({ program }, (stack) => stack.up());
  const values = outcome.steps.find((step) => step.name.endsWith("-release"))?.inputs.values;
  return {
    steps: summarize(outcome).toSorted(),
    accelerator: readPath(values, "accelerator.type"),
    containers: roles.map((role) => [
      readPath(values, `${role}.containers[0].image`),
      readPath(values, `${role}.containers[0].resources.limits`),
    ]),
  };
}

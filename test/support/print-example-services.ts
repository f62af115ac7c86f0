/**
 * Runs every program in `examples/` under Pulumi's mocks and prints the models that they serve as JSON. A process of its
 * own, as the mocks are for a whole process; `example-services.ts` starts it.
 */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { ModelServiceArgs } from "../../components/model-service";
import { rolesOf } from "../../plan/model-roles";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { EXAMPLE_CONFIG } from "./example-config";
import type { ExampleService } from "./example-services";
import { runWithMocks } from "./mocks";

const EXAMPLES = resolve(__dirname, "../../examples");
const ENTRY = require.resolve("../../index");

/** What was given to a `ModelService`, by its name: no plan or output tells the pools of its roles. */
let given: Map<string, ModelServiceArgs>;

async function main(): Promise<void> {
  recordServices();
  const services: ExampleService[] = [];
  for (const example of readdirSync(EXAMPLES)) services.push(...(await readServices(example)));
  process.stdout.write(JSON.stringify(services));
}

/** In the place of the entry that the examples import, one whose `ModelService` remembers what it was given. */
function recordServices(): void {
  const entry: typeof import("../../index") = require(ENTRY);
  class Recorded extends entry.ModelService {
    constructor(...all: ConstructorParameters<typeof entry.ModelService>) {
      super(...all);
      given.set(all[0], all[1]);
    }
  }
  const module = require.cache[ENTRY];
  if (module !== undefined) module.exports = { ...entry, ModelService: Recorded };
}

async function readServices(example: string): Promise<ExampleService[]> {
  given = new Map();
  const program = () => void require(resolve(EXAMPLES, example, "index.ts"));
  const { resources } = await runWithMocks(program, { config: EXAMPLE_CONFIG });
  return [...given].flatMap(([name, args]) => {
    // A Release, or whatever else takes values for a chart; a model without one has nothing for helm to install.
    const chart = resources.find(
      ({ inputs, options }) =>
        "values" in inputs && options.parent?.endsWith(`ModelService::${name}`),
    );
    if (chart === undefined) return [];
    const { inputs } = chart;
    const values = inputs.values as ExampleService["values"];
    return [{ example, release: String(inputs.name), values, pools: poolsOf(args) }];
  });
}

/** The pool of each role of the chart, which has no word for servers that do both. */
function poolsOf({ roles, nodePool }: ModelServiceArgs): Record<string, NodePoolRef> {
  return Object.fromEntries(
    rolesOf(roles).map(([role, settings]) => [
      role === "both" ? "decode" : role,
      settings.nodePool ?? nodePool,
    ]),
  );
}

void main();

import { resolve } from "node:path";
import { stringify } from "yaml";
import { GkeTpuNodePool } from "../../components/gke/gke-tpu-node-pool";
import type { PropertyMap } from "../../local/provider/wire";
import { GKE_RESERVATION } from "./gke-pools";
import { gkeTpuNodePoolArgs } from "./gke-tpu-pools";
import { runWithMocks } from "./mocks";

/** What reaches Google for one pool of TPU slices, in full, reviewed by hand. */
export interface GkeTpuGoldenCase {
  readonly name: string;
  /** Path of the reviewed file. */
  readonly path: string;
  readonly create: () => unknown;
}

/** The inputs of each resource by its name, in the order of creation. */
export interface GkeTpuInputs {
  readonly resourcePolicies: Readonly<Record<string, PropertyMap>>;
  readonly nodePools: Readonly<Record<string, PropertyMap>>;
}

const FOLDER = resolve(__dirname, "../golden/gke-tpu-node-pools");

const POOLS: Readonly<Record<string, Parameters<typeof gkeTpuNodePoolArgs>[0]>> = {
  "v4-2x2x1": { generation: "v4", topology: "2x2x1" },
  "v4-2x2x2": { generation: "v4", topology: "2x2x2" },
  "v5e-2x4": { generation: "v5e", topology: "2x4" },
  "v5e-2x4-spot": { generation: "v5e", topology: "2x4", capacityType: "spot", maxSliceCount: 3 },
  "v5p-2x2x4": { generation: "v5p", topology: "2x2x4" },
  "v6e-2x4": { topology: "2x4", sliceCount: 2, resourceLabels: { team: "serving" } },
  "v6e-2x4-two-hosts": { topology: "2x4", machineType: "ct6e-standard-4t" },
  "v6e-2x4-flex-start": {
    topology: "2x4",
    capacityType: "flex-start",
    maxSliceCount: 2,
    maxRunDurationSeconds: 86_400,
  },
  "v6e-4x4": { topology: "4x4", minSliceCount: 1, maxSliceCount: 2 },
  "v6e-4x4-flex-start": { topology: "4x4", capacityType: "flex-start" },
  "v6e-4x4-reservation": { topology: "4x4", ...GKE_RESERVATION },
  "tpu7x-2x2x1": {
    generation: "tpu7x",
    topology: "2x2x1",
    labels: { "example.com/team": "serving" },
    taints: [{ key: "example.com/serving", effect: "NoExecute" }],
  },
  "tpu7x-2x2x2": { generation: "tpu7x", topology: "2x2x2", project: "serving-project" },
};

export function gkeTpuGoldenCases(): GkeTpuGoldenCase[] {
  return Object.entries(POOLS).map(([name, changes]) => ({
    name,
    path: resolve(FOLDER, `${name}.yaml`),
    create: () => new GkeTpuNodePool("pool", gkeTpuNodePoolArgs(changes)),
  }));
}

/** The inputs of policies and node pools as the engine would be given them. */
export async function readGkeTpuInputs({ create }: GkeTpuGoldenCase): Promise<GkeTpuInputs> {
  const { resources } = await runWithMocks(create, { outputs: ({ name }) => ({ name }) });
  const inputsOf = (type: string) =>
    Object.fromEntries(
      resources.filter((each) => each.type === type).map(({ name, inputs }) => [name, inputs]),
    );
  return {
    resourcePolicies: inputsOf("gcp:compute/resourcePolicy:ResourcePolicy"),
    nodePools: inputsOf("gcp:container/nodePool:NodePool"),
  };
}

export function renderGkeTpuGolden({ resourcePolicies, nodePools }: GkeTpuInputs): string {
  const head = `# What reaches Google for this pool, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;
  const policies = Object.keys(resourcePolicies).length === 0 ? {} : { resourcePolicies };
  const content = { ...policies, nodePools };
  return `${head}${stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

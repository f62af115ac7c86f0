import { resolve } from "node:path";
import { Document, isMap, isSeq } from "yaml";
import { NodeOperatingSystem } from "../../catalog/eks-images";
import { EksEfaNodePool } from "../../components/eks/eks-efa-node-pool";
import { EksGpuNodePool } from "../../components/eks/eks-gpu-node-pool";
import type { PropertyMap } from "../../local/provider/wire";
import { EfaInterfaceLayout } from "../../plan/efa-interfaces";
import { CapacityType } from "../../plan/eks-capacity";
import { CAPACITY_BLOCK, eksEfaNodePoolArgs, eksGpuNodePoolArgs, RESERVATION } from "./eks-pools";
import { requireResource, runWithMocks } from "./mocks";

/** What reaches AWS for one pool, in full, reviewed by hand. */
export interface EksGoldenCase {
  readonly name: string;
  /** Path of the reviewed file. */
  readonly path: string;
  readonly create: () => unknown;
}

export interface EksInputs {
  readonly launchTemplate: PropertyMap;
  readonly nodeGroup: PropertyMap;
}

const FOLDER = resolve(__dirname, "../golden/eks-node-pools");

const { efaOnEveryCard } = EfaInterfaceLayout;

const POOLS: Readonly<Record<string, () => unknown>> = {
  "p4d-efa": efaPool({ instanceType: "p4d.24xlarge" }),
  "p4d-efa-on-every-card": efaPool({
    instanceType: "p4d.24xlarge",
    interfaceLayout: efaOnEveryCard,
  }),
  "p5-efa": efaPool({ instanceType: "p5.48xlarge" }),
  "p5en-efa": efaPool({ instanceType: "p5en.48xlarge" }),
  "p5en-efa-reservation": efaPool({ instanceType: "p5en.48xlarge", ...RESERVATION }),
  "p6-b200-efa": efaPool({ instanceType: "p6-b200.48xlarge" }),
  "p6-b300-efa": efaPool({ instanceType: "p6-b300.48xlarge" }),
  "p6-b300-efa-capacity-block": efaPool({ instanceType: "p6-b300.48xlarge", ...CAPACITY_BLOCK }),
  "g6e-efa": efaPool({ instanceType: "g6e.48xlarge" }),
  "g6e-spot": gpuPool({ instanceType: "g6e.48xlarge", capacityType: CapacityType.spot }),
  "p5-bottlerocket": gpuPool({
    instanceType: "p5.48xlarge",
    operatingSystem: NodeOperatingSystem.bottlerocket,
    metadataHopLimit: 2,
    tags: { team: "serving" },
  }),
  "p5-capacity-block": gpuPool({ instanceType: "p5.48xlarge", ...CAPACITY_BLOCK }),
  "p5-reservation": gpuPool({ instanceType: "p5.48xlarge", ...RESERVATION }),
};

function efaPool(changes: Parameters<typeof eksEfaNodePoolArgs>[0]): () => unknown {
  return () => new EksEfaNodePool("pool", eksEfaNodePoolArgs(changes));
}

function gpuPool(changes: Parameters<typeof eksGpuNodePoolArgs>[0]): () => unknown {
  return () => new EksGpuNodePool("pool", eksGpuNodePoolArgs(changes));
}

export function eksGoldenCases(): EksGoldenCase[] {
  return Object.entries(POOLS).map(([name, create]) => ({
    name,
    path: resolve(FOLDER, `${name}.yaml`),
    create,
  }));
}

/** The inputs of template and group as the engine would be given them. */
export async function readEksInputs({ create }: EksGoldenCase): Promise<EksInputs> {
  const { resources } = await runWithMocks(create, {
    outputs: ({ type, name }) => ({
      ...(type.endsWith(":LaunchTemplate") ? { latestVersion: 1 } : {}),
      ...(type.endsWith(":PlacementGroup") ? { name } : {}),
      resources: [{ autoscalingGroups: [{ name: "asg" }] }],
    }),
  });
  return {
    launchTemplate: requireResource(resources, "aws:ec2/launchTemplate:LaunchTemplate").inputs,
    nodeGroup: requireResource(resources, "aws:eks/nodeGroup:NodeGroup").inputs,
  };
}

/** For a reviewer: user data as text, and an interface a line. */
export function renderEksGolden({ launchTemplate, nodeGroup }: EksInputs): string {
  const { userData, ...template } = launchTemplate;
  const text =
    typeof userData === "string" ? Buffer.from(userData, "base64").toString() : undefined;
  const document = new Document({
    launchTemplate: { ...template, ...(text === undefined ? {} : { userData: text }) },
    nodeGroup,
  });
  const interfaces = document.getIn(["launchTemplate", "networkInterfaces"]);
  if (isSeq(interfaces)) {
    for (const item of interfaces.items) if (isMap(item)) item.flow = true;
  }
  const head = `# What reaches AWS for this pool, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;
  return `${head}${document.toString({ lineWidth: 0, aliasDuplicateObjects: false } as object)}`;
}

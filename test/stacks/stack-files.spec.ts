import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { toScheduling } from "../../plan/scheduling";
import { type Environment, toEnvironment } from "../../stacks/environment";
import { formatBytes, formatMilliCpu } from "../../units/quantity";
import { requireValue } from "../support/specs";
import { readConfig, stackNames } from "../support/stack-files";

/** Which pods run where in each stack, reviewed by hand. */
const STACKS: Readonly<Record<string, readonly string[]>> = {
  dev: [
    "llm-dev, https://llm-dev.example.com, namespace llm",
    "deepseek-v3-1 release 1: 1 x (8 x B200, 32 CPU, 1Ti) on 1 x p6-b200.48xlarge with llmd/node-pool=deepseek",
    "qwen3-vl-235b release 2: 1 x (4 x B200, 32 CPU, 700Gi) on 1 x p6-b200.48xlarge with llmd/node-pool=qwen",
    "the claim llm-model: 2400Gi, ReadWriteMany, class fsx-lustre",
  ],
  local: [
    "kwok-llmd, https://127.0.0.1:16443, namespace llm",
    "deepseek-v3-1 release 1: 1 x (8 x B200, 32 CPU, 1Ti) on 1 x p6-b200.48xlarge with eks.amazonaws.com/nodegroup=deepseek",
    "qwen3-vl-235b release 1: 2 x (4 x B200, 32 CPU, 700Gi) on 1 x p6-b200.48xlarge with eks.amazonaws.com/nodegroup=qwen",
    "the claim llm-model: 1500Gi, ReadWriteMany, class ssd",
  ],
  prod: [
    "llm-prod, https://llm-prod.example.com, namespace llm",
    "deepseek-v3-1 release 1: 2 x (8 x B200, 32 CPU, 1Ti) on 2 x p6-b200.48xlarge with eks.amazonaws.com/nodegroup=deepseek",
    "qwen3-vl-235b release 1: 4 x (4 x B200, 32 CPU, 700Gi) on 2 x p6-b200.48xlarge with eks.amazonaws.com/nodegroup=qwen",
    "the claim llm-model: 4800Gi, ReadWriteMany, class fsx-lustre",
  ],
  "prod-gke": [
    "llm-prod-gke, https://llm-prod-gke.example.com, namespace llm",
    "deepseek-v3-1 release 1: 2 x (8 x B200, 32 CPU, 1Ti) on 2 x a4-highgpu-8g with llmd/node-pool=deepseek",
    "qwen3-vl-235b release 1: 4 x (4 x B200, 32 CPU, 700Gi) on 2 x a4-highgpu-8g with llmd/node-pool=qwen",
    "qwen3-32b release 1: 1 x (8 x TPU-v6e, 64 CPU, 512Gi) on 1 x ct6e-standard-8t with llmd/node-pool=qwen3-32b",
    "the claim llm-model: 9000Gi, ReadWriteMany, class lustre-rwx",
  ],
  staging: [
    "llm-staging, https://llm-staging.example.com, namespace llm",
    "deepseek-v3-1 release 1: 1 x (8 x B200, 32 CPU, 1Ti) on 1 x p6-b200.48xlarge with eks.amazonaws.com/nodegroup=deepseek",
    "qwen3-vl-235b release 1: 2 x (4 x B200, 32 CPU, 700Gi) on 1 x p6-b200.48xlarge with eks.amazonaws.com/nodegroup=qwen",
    "the claim llm-model: 2400Gi, ReadWriteMany, class fsx-lustre",
  ],
};

function describeEnvironment({ cluster, namespace, plan, releases }: Environment): string[] {
  const pods = Object.entries(plan.models).flatMap(([key, { roles }]) =>
    roles.map(({ replicas, parallelism, resources, pool }) => {
      const each = `${parallelism.devicesPerPod} x ${pool.acceleratorModel}, ${formatMilliCpu(resources.milliCpu)} CPU, ${formatBytes(resources.memoryBytes)}`;
      const [selector] = Object.entries(toScheduling(pool).nodeSelector);
      return `${key} release ${releases[key]}: ${replicas} x (${each}) on ${pool.maxSize} x ${pool.machine} with ${selector?.join("=")}`;
    }),
  );
  const claims = Object.values(plan.storage).map(
    ({ claim }) =>
      `the claim ${claim?.name}: ${claim?.size}, ${claim?.accessMode}, class ${claim?.storageClassName}`,
  );
  return [`${cluster.context}, ${cluster.server}, namespace ${namespace}`, ...pods, ...claims];
}

describe("the stack files", () => {
  it("are these", () => assert.deepEqual(stackNames(), Object.keys(STACKS).sort()));

  for (const [stack, expected] of Object.entries(STACKS)) {
    it(`plans ${stack} as it was reviewed`, () => {
      const environment = requireValue(toEnvironment(readConfig(stack)));
      assert.deepEqual(describeEnvironment(environment), expected);
    });
  }

  it("have a cluster each", () => {
    const clusters = stackNames().map((stack) => readConfig(stack).cluster);
    const contexts = clusters.map((cluster) => Object(cluster).context);
    const servers = clusters.map((cluster) => Object(cluster).server);
    assert.deepEqual(
      [new Set(contexts).size, new Set(servers).size],
      [clusters.length, clusters.length],
    );
  });

  it("take releases that are not sealed in local and dev alone", () => {
    const taking = stackNames().filter((stack) => readConfig(stack).draftReleases === "allowed");
    assert.deepEqual(taking, ["dev", "local"]);
  });

  it("are what the README promotes in", () => {
    const root = repositoryRoot();
    const diff =
      /```diff\n(.+?)```/s.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";
    const [, path = ""] = /^--- a\/(.+)$/m.exec(diff) ?? [];
    const before = diff.match(/^[ -](?!-).*$/gm)?.map((line) => line.slice(1));
    const file = readFileSync(join(root, path), "utf8");
    assert.equal(file.includes(before?.join("\n") ?? "absent"), true, diff);
  });

  it("tolerate the taint of their cloud", () => {
    const tolerations = ["prod", "prod-gke"].map((stack) => {
      const { plan } = requireValue(toEnvironment(readConfig(stack)));
      return Object.values(plan.nodePools).map((pool) => toScheduling(pool).tolerations);
    });
    const eks = [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }];
    const gke = (key: string) => [
      { key, operator: "Equal", value: "present", effect: "NoSchedule" },
    ];
    assert.deepEqual(tolerations, [
      [eks, eks],
      [gke("nvidia.com/gpu"), gke("nvidia.com/gpu"), gke("google.com/tpu")],
    ]);
  });
});

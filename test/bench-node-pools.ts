import { instanceTypeNames } from "../catalog/ec2-instance-types";
import { NodeOperatingSystem } from "../catalog/eks-images";
import { renderTable } from "../cli/table";
import { EksEfaNodePool } from "../components/eks/eks-efa-node-pool";
import { ModelService } from "../components/model-service";
import { EKS_BEHAVIOUR } from "../local/provider/eks-behaviour";
import { EfaInterfaceLayout } from "../plan/efa-interfaces";
import { CapacityType } from "../plan/eks-capacity";
import { LocalStorage } from "../plan/eks-disk";
import { planEksEfaNodePool } from "../plan/eks-efa-node-pool";
import { planEksGpuNodePool } from "../plan/eks-gpu-node-pool";
import { CAPACITY_BLOCK, eksEfaNodePoolArgs, RESERVATION } from "./support/eks-pools";
import { serveRecordingProviders, withStack } from "./support/engine";
import { measure } from "./support/measure";
import { modelServiceSpec } from "./support/specs";

/**
 * What pools cost: the plan of every machine with every option, refused ones included, and a program of many pools
 * beside the same engine with an empty one. Memory is that of this process, which the providers of the test live in too.
 */

const CAPACITIES = [{}, { capacityType: CapacityType.spot }, RESERVATION, CAPACITY_BLOCK];

function specs() {
  const options = CAPACITIES.flatMap((capacity) =>
    Object.values(NodeOperatingSystem).flatMap((operatingSystem) =>
      Object.values(LocalStorage).flatMap((localStorage) =>
        [0, 1].map((minSize) => ({ ...capacity, operatingSystem, localStorage, minSize })),
      ),
    ),
  );
  return instanceTypeNames().flatMap((instanceType) =>
    options.map((option) => ({ availabilityZone: "us-east-1a", ...option, instanceType })),
  );
}

async function measurePlans(): Promise<string[][]> {
  const layouts = Object.values(EfaInterfaceLayout);
  const plans = specs().flatMap((spec) => [
    () => planEksGpuNodePool("pool", spec),
    ...layouts.map(
      (interfaceLayout) => () => planEksEfaNodePool("pool", { ...spec, interfaceLayout }),
    ),
  ]);
  // The best of all runs of each plan: a single one may have been interrupted.
  const best = plans.map(() => Number.POSITIVE_INFINITY);
  const { best: fastest, median } = await measure(async () => {
    plans.forEach((plan, index) => {
      const start = performance.now();
      plan();
      best[index] = Math.min(best[index] ?? 0, performance.now() - start);
    });
  });
  return [
    [`${plans.length} plans of pools`, fastest, median],
    ["slowest of them", `${Math.max(...best).toFixed(2)} ms`, ""],
  ];
}

function program(pools: number, models: number) {
  return async () => {
    const refs = Array.from({ length: pools }, (_, index) => {
      return new EksEfaNodePool(`pool-${index}`, eksEfaNodePoolArgs({ minSize: 0 })).ref;
    });
    refs.slice(0, models).forEach((nodePool, index) => {
      const spec = modelServiceSpec({ nodePool });
      new ModelService(`model-${index}`, { ...spec, namespace: "llm" });
    });
  };
}

async function measureEngine(): Promise<string[][]> {
  const providers = await serveRecordingProviders({ aws: { types: EKS_BEHAVIOUR } });
  const programs = {
    "preview: empty program": program(0, 0),
    "preview: 50 pools with EFA, 20 models": program(50, 20),
  };
  return withStack({ program: program(0, 0), providers }, async (stack) => {
    const rows: string[][] = [];
    for (const [title, run] of Object.entries(programs)) {
      const { best, median } = await measure(() => stack.preview(run));
      rows.push([title, best, median]);
      const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
      rows.push(["most memory until then", `${mebibytes} MiB`, ""]);
    }
    return rows;
  });
}

async function main(): Promise<void> {
  const rows = [...(await measurePlans()), ...(await measureEngine())];
  process.stdout.write(`${renderTable(["", "BEST", "MEDIAN"], rows)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

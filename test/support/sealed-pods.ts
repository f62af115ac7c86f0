import { resolve } from "node:path";
import { toChartValues } from "../../plan/chart-values";
import type { ModelServicePlan } from "../../plan/model-service";
import { toEnvironment } from "../../stacks/environment";
import { RELEASES } from "../../stacks/release-catalogue";
import { type Helm, readPath, renderObjects } from "./helm";
import { changeLocalConfig } from "./local-stack";
import { requireValue } from "./specs";

/** A sealed release, and the file with the pod that it had when it was sealed. */
export interface SealedPod {
  readonly model: string;
  readonly number: number;
  /** Where the pod was. */
  readonly place: string;
  readonly path: string;
}

/** Models that the local stack does not serve, with a pool of their accelerator. */
const POOLS: Readonly<Record<string, { readonly place: string; readonly nodePool: object }>> = {
  "qwen3-32b": {
    place: "on a v6e slice of 2x4",
    nodePool: { generation: "v6e", topology: "2x4", maxSize: 1 },
  },
};

export function sealedPods(): SealedPod[] {
  return Object.entries(RELEASES.lock).flatMap(([model, numbers]) =>
    Object.keys(numbers).map((number) => ({
      model,
      number: Number(number),
      place: POOLS[model]?.place ?? "in the local stack",
      path: resolve(__dirname, `../golden/${model}/release-${number}.pod.yaml`),
    })),
  );
}

/** A release of a model, sealed or not. */
type Release = Pick<SealedPod, "model" | "number">;

/** How a release is served in the local stack, or beside what that serves. */
export function planRelease({ model, number }: Release): ModelServicePlan {
  const pool = POOLS[model];
  const config = changeLocalConfig({
    ...(pool === undefined
      ? {}
      : {
          [`nodePools.${model}`]: pool.nodePool,
          [`models.${model}`]: { replicas: 1, nodePool: model, storage: "llm-model" },
        }),
    [`models.${model}.release`]: number,
  });
  const plan = requireValue(toEnvironment(config)).plan.models[model];
  if (plan === undefined) throw new Error(`${model} is not served`);
  return plan;
}

/** The pod of a release: its template in the Deployment that the bundled chart makes. */
export async function renderPod(helm: Helm, release: Release): Promise<unknown> {
  const plan = planRelease(release);
  const values = { ...toChartValues(plan, {}) };
  const objects = await renderObjects(helm, { values, release: plan.releaseName });
  const pods = objects
    .filter(({ kind }) => kind === "Deployment")
    .map((deployment) => readPath(deployment, "spec.template"));
  if (pods.length !== 1) throw new Error(`${release.model} has ${pods.length} Deployments`);
  return pods[0];
}

import { resolve } from "node:path";
import { toChartValues } from "../../plan/chart-values";
import { toEnvironment } from "../../stacks/environment";
import { RELEASES } from "../../stacks/release-catalogue";
import { type Helm, readPath, renderObjects } from "./helm";
import { changeLocalConfig } from "./local-stack";
import { requireValue } from "./specs";

/** A sealed release, and the file with the pod that it had in the local stack when it was sealed. */
export interface SealedPod {
  readonly model: string;
  readonly number: number;
  readonly path: string;
}

export function sealedPods(): SealedPod[] {
  return Object.entries(RELEASES.lock).flatMap(([model, numbers]) =>
    Object.keys(numbers).map((number) => ({
      model,
      number: Number(number),
      path: resolve(__dirname, `../golden/${model}/release-${number}.pod.yaml`),
    })),
  );
}

/** The pod of a release in the local stack: its template in the Deployment that the bundled chart makes. */
export async function renderPod(helm: Helm, { model, number }: SealedPod): Promise<unknown> {
  const config = changeLocalConfig({ [`models.${model}.release`]: number });
  const plan = requireValue(toEnvironment(config)).plan.models[model];
  if (plan === undefined) throw new Error(`${model} is not in the local stack`);
  const values = { ...toChartValues(plan, {}) };
  const objects = await renderObjects(helm, { values, release: plan.releaseName });
  const pods = objects
    .filter(({ kind }) => kind === "Deployment")
    .map((deployment) => readPath(deployment, "spec.template"));
  if (pods.length !== 1) throw new Error(`${model} has ${pods.length} Deployments`);
  return pods[0];
}

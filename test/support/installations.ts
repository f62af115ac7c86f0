import { readdirSync } from "node:fs";
import type { FakeNode } from "../../local/control-plane/nodes";
import { toFakeNode } from "../../local/plane-content";
import { toChartValues } from "../../plan/chart-values";
import { planNodes } from "../../plan/node";
import { type NodePoolPlan, planNodePool } from "../../plan/node-pool";
import { RELEASES } from "../../stacks/release-catalogue";
import { readExampleServices } from "./example-services";
import type { RenderOptions } from "./helm";
import { planRelease } from "./sealed-pods";
import { sharedPath } from "./shared";
import { requireValue } from "./specs";
import { readUpstreamCases } from "./upstream-cases";

/** Something to install with the bundled chart. */
export interface Installation {
  readonly title: string;
  readonly options: RenderOptions;
  /** The nodes for each role; absent where only the values say what a node has to be like. */
  readonly nodes?: Readonly<Record<string, readonly FakeNode[]>>;
}

/** Upstream's examples that lie in the shared data; more of them are taken when they come. */
export function listUpstreamExamples(): Installation[] {
  const folder = sharedPath("chart/examples");
  const examples = readdirSync(folder)
    .filter((file) => /^values-.*\.yaml$/.test(file))
    .map((file) => ({
      title: `upstream's example ${file}`,
      options: { files: [`${folder}/${file}`] },
    }));
  const pvc = {
    title: "upstream's example of a claim",
    options: {
      files: [`${folder}/values-pd.yaml`],
      arguments: ["--set", "modelArtifacts.uri=pvc://pvc-name/path/to/model"],
    },
  };
  return [...examples, pvc];
}

/** Values in upstream's words beyond its examples. */
export function listUpstreamValues(): Installation[] {
  return readUpstreamCases().map(({ title, values }) => ({ title, options: { values } }));
}

/** Run once for both lists: each run starts a process that loads every example. */
let services: ReturnType<typeof readExampleServices> | undefined;

/** The models of the programs in `examples/`: those of one host a server, or those of several. */
export async function listExamples({ multinode }: { multinode: boolean }): Promise<Installation[]> {
  services ??= readExampleServices();
  return (await services)
    .filter(({ values }) => values.multinode === multinode)
    .map(({ example, release, values, pools }) => ({
      title: `${release} of examples/${example}`,
      options: { release, values },
      nodes: toNodes(
        Object.entries(pools).map(([role, ref]) => [role, requireValue(planNodePool(ref))]),
      ),
    }));
}

/** Every release of every model in `stacks/models/`. */
export function listReleases(): Installation[] {
  return Object.entries(RELEASES.models).flatMap(([model, releases]) =>
    Object.keys(releases).map((number) => {
      const plan = planRelease({ model, number: Number(number) });
      return {
        title: `release ${number} of ${model}`,
        options: { release: plan.releaseName, values: { ...toChartValues(plan, {}) } },
        nodes: toNodes(
          plan.roles.map(({ name, pool }) => [name === "both" ? "decode" : name, pool]),
        ),
      };
    }),
  );
}

function toNodes(
  pools: readonly (readonly [string, NodePoolPlan])[],
): Readonly<Record<string, readonly FakeNode[]>> {
  return Object.fromEntries(pools.map(([role, pool]) => [role, planNodes(pool).map(toFakeNode)]));
}

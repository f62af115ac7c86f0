import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { Engine } from "../../catalog/engines";
import { toChartValues } from "../../plan/chart-values";
import { type ModelServicePlan, planModelService } from "../../plan/model-service";
import type { ParallelismSettings } from "../../plan/parallelism";
import { toEnvironment } from "../../stacks/environment";
import { readLocalConfig } from "./local-stack";
import { modelServiceSpec, modelSettings, nodePoolRef, pairSpec, requireValue } from "./specs";

/**
 * Reviewed chart values: what reaches Helm, in full. Of every model of the local stack, of a pair of roles on each engine,
 * and of servers over several hosts.
 */
export interface GoldenCase {
  /** Key of the model, and of the folder. */
  readonly name: string;
  /** Where the model is. */
  readonly place: string;
  readonly path: string;
  readonly values: object;
}

const FOLDER = resolve(__dirname, "../golden");

export function goldenCases(): GoldenCase[] {
  const { plan } = requireValue(toEnvironment(readLocalConfig()));
  return [
    ...Object.entries(plan.models).map(([name, model]) =>
      toGoldenCase(name, "in the local stack", model),
    ),
    ...Object.values(Engine).map(toPairCase),
    toGroupCase("wide-expert-parallel", Engine.vllm, WIDE),
    toGroupCase("wide-prefill-decode", Engine.vllm, WIDE, WIDE),
    toGroupCase("two-hosts-vllm", Engine.vllm, { tensor: 8, pipeline: 2, workers: 2 }),
    toGroupCase("two-hosts-sglang", Engine.sglang, { tensor: 16, workers: 2 }),
  ];
}

/** Two servers that read prompts on half a node each, and one on a whole node that writes answers. */
function toPairCase(engine: Engine): GoldenCase {
  const name = `prefill-decode-${engine}`;
  const pool = (key: string, maxSize: number) =>
    nodePoolRef({ name: key, labels: { pool: key }, maxSize });
  const spec = pairSpec({
    model: modelSettings({ id: "Qwen/Qwen3-32B", servedName: "Qwen3-32B" }),
    engine: { name: engine, contextLength: 32_768 },
    nodePool: pool("decode", 2),
    roles: {
      prefill: { replicas: 2, parallelism: { tensor: 4 }, nodePool: pool("prefill", 1) },
      decode: { parallelism: { tensor: 8 } },
    },
  });
  return toGoldenCase(
    name,
    "in prefill and decode servers",
    requireValue(planModelService("qwen3-32b", spec)),
  );
}

/** Sixteen ranks on two hosts, which share the experts. */
const WIDE: ParallelismSettings = { data: 16, workers: 2, expert: true };

/** Two servers of two hosts each, or one of each role, on as many nodes with EFA. */
function toGroupCase(
  name: string,
  engine: Engine,
  parallelism: ParallelismSettings,
  prefill?: ParallelismSettings,
): GoldenCase {
  const spec = modelServiceSpec({
    model: modelSettings({ servedName: "DeepSeek-V3.1" }),
    engine: { name: engine, contextLength: 65_536 },
    nodePool: nodePoolRef({ labels: { pool: "b200" }, zone: "us-east-1a", maxSize: 4 }),
    roles:
      prefill === undefined
        ? { both: { replicas: 2, parallelism } }
        : { prefill: { parallelism: prefill }, decode: { parallelism } },
  });
  const plan = requireValue(planModelService("deepseek-v3-1", spec));
  return toGoldenCase(name, "on two hosts a server", plan);
}

function toGoldenCase(name: string, place: string, plan: ModelServicePlan): GoldenCase {
  const path = resolve(FOLDER, name, "values.yaml");
  return { name, place, path, values: toChartValues(plan, {}) };
}

export function renderGolden({ values, place }: GoldenCase): string {
  const head = `# Chart values of this model ${place}, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;
  return `${head}${stringify(values, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

export function readGolden({ path }: GoldenCase): unknown {
  return parse(readFileSync(path, "utf8"));
}

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { AcceleratorVendor } from "../../catalog/accelerators";
import { Engine } from "../../catalog/engines";
import { AccessMode } from "../../catalog/storage-kinds";
import { toChartValues } from "../../plan/chart-values";
import { KvCacheDtype, type KvCacheTiers } from "../../plan/engine-settings";
import { type ModelServicePlan, planModelService } from "../../plan/model-service";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import type { ParallelismSettings } from "../../plan/parallelism";
import { toEnvironment } from "../../stacks/environment";
import { readLocalConfig } from "./local-stack";
import {
  devicePoolRef,
  modelServiceSpec,
  modelSettings,
  nodePoolRef,
  pairSpec,
  requireValue,
} from "./specs";

/**
 * Reviewed chart values: what reaches Helm, in full. Of every model of the local stack, of a pair of roles on each engine
 * with and without EFA, of each kind of devices, of tiers of the cache in each engine, and of servers over several hosts.
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
    ...Object.values(Engine).map(toEfaCase),
    ...HARDWARE.map(toHardwareCase),
    ...Object.values(Engine).map(toTiersCase),
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

/** The same roles where nodes reach each other by EFA: a quarter of a node that reads prompts, half of one that writes answers. */
function toEfaCase(engine: Engine): GoldenCase {
  const pool = (key: string) => ({
    name: key,
    instanceType: "p5en.48xlarge",
    labels: { pool: key },
    efaDevicesPerNode: 16,
    zone: "us-east-1a",
    maxSize: 2,
  });
  const spec = pairSpec({
    model: modelSettings({ id: "Qwen/Qwen3-32B", servedName: "Qwen3-32B" }),
    engine: { name: engine, contextLength: 32_768 },
    nodePool: pool("decode"),
    roles: {
      prefill: { parallelism: { tensor: 2 }, nodePool: pool("prefill") },
      decode: { parallelism: { tensor: 4 } },
    },
  });
  return toGoldenCase(
    `prefill-decode-efa-${engine}`,
    "in prefill and decode servers on EFA",
    requireValue(planModelService("qwen3-32b", spec)),
  );
}

/** A pool of nobody's cloud for each kind of devices that the catalogue of machines does not have, and one without devices. */
const HARDWARE: readonly (readonly [name: string, place: string, pool: NodePoolRef])[] = [
  ["amd", "on devices of AMD", devicePoolRef({ acceleratorVendor: AcceleratorVendor.amd })],
  [
    "intel-i915",
    "on GPUs of Intel under the driver i915",
    devicePoolRef({ acceleratorVendor: AcceleratorVendor.intelI915 }),
  ],
  [
    "intel-xe",
    "on GPUs of Intel under the driver xe",
    devicePoolRef({ acceleratorVendor: AcceleratorVendor.intelXe }),
  ],
  [
    "intel-gaudi",
    "on Intel Gaudi",
    devicePoolRef({ acceleratorVendor: AcceleratorVendor.intelGaudi }),
  ],
  ["cpu", "on machines without devices", { name: "cpu", instanceType: "m7a.32xlarge" }],
];

function toHardwareCase([name, place, nodePool]: (typeof HARDWARE)[number]): GoldenCase {
  const spec = modelServiceSpec({
    model: modelSettings({ id: "Qwen/Qwen3-4B", servedName: "Qwen3-4B" }),
    engine: { name: Engine.vllm, contextLength: 8192 },
    nodePool,
    roles: { both: { resources: { cpu: "64", memory: "64Gi" } } },
  });
  return toGoldenCase(name, place, requireValue(planModelService("qwen3-4b", spec)));
}

/** The files of each engine, of those that it can have. */
const FILE_TIERS = {
  vllm: { shared: { claimName: "kv-cache", accessMode: AccessMode.readWriteMany } },
  sglang: { disk: "20%" },
} as const satisfies Record<Engine, KvCacheTiers>;

/** Two servers on half a node each, whose cache goes on in memory and in files. */
function toTiersCase(engine: Engine): GoldenCase {
  const spec = modelServiceSpec({
    model: modelSettings({ id: "Qwen/Qwen3-32B", servedName: "Qwen3-32B" }),
    engine: {
      name: engine,
      contextLength: 32_768,
      kvCache: { dtype: KvCacheDtype.fp8, tiers: { memory: "80%", ...FILE_TIERS[engine] } },
    },
    nodePool: nodePoolRef({ maxSize: 1 }),
    roles: {
      both: {
        replicas: 2,
        parallelism: { tensor: 4 },
        resources: { cpu: "32", memory: "700Gi", ephemeralStorage: "2Ti" },
      },
    },
  });
  const plan = requireValue(planModelService("qwen3-32b", spec));
  return toGoldenCase(`kv-cache-tiers-${engine}`, "with tiers of its cache", plan);
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
    nodePool: nodePoolRef({
      labels: { pool: "b200" },
      zone: "us-east-1a",
      efaDevicesPerNode: 8,
      maxSize: 4,
    }),
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

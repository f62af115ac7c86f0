import assert from "node:assert/strict";
import fc from "fast-check";
import { planEnvironment } from "../../plan/environment";
import { planModelService } from "../../plan/model-service";
import { planModelStorage } from "../../plan/model-storage";
import { toEnvironment } from "../../stacks/environment";
import type { Result } from "../../units/issue";
import { readLocalConfig } from "../support/local-stack";
import {
  anything,
  engineSettings,
  environmentSpec,
  linesOf,
  modelServiceSpec,
  modelSettings,
  modelStorageSpec,
  nodePoolRef,
} from "../support/specs";

/** Anything may stand where a file or another language writes: every law here holds for all of it. */

type Path = readonly (string | number)[];

/** A service that sets everything there is to set. */
const service = modelServiceSpec({
  releaseName: "tiny",
  model: modelSettings({
    servedName: "tiny",
    path: "tiny",
    storage: { claimName: "llm-model", accessMode: "ReadWriteMany", size: "2Ti" },
  }),
  engine: engineSettings({
    image: "vllm/vllm-openai:v0.30.0",
    contextLength: 4096,
    gpuMemoryUtilization: 0.9,
    batching: { maxNumSeqs: 4 },
    sampling: { temperature: 1, topK: 40 },
    extraArgs: ["--seed", "1"],
  }),
  nodePool: nodePoolRef({
    labels: { pool: "b200" },
    taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
    devicesPerNode: 8,
    deviceResource: "nvidia.com/gpu",
    allocatableCpu: "190",
    allocatableMemory: "1800Gi",
    zone: "us-east-1a",
    maxSize: 2,
  }),
  roles: {
    both: {
      replicas: 1,
      parallelism: { tensor: 8, pipeline: 1, data: 2, workers: 2, expert: true },
      resources: { cpu: "32", memory: "700Gi" },
      nodePool: nodePoolRef({ name: "own", zone: "us-east-1a" }),
    },
  },
  rollout: { maxSurge: 0, maxUnavailable: 1 },
  port: 8000,
  sharedMemory: "20Gi",
  startUpBudgetSeconds: 3600,
  imageRegistryMirror: "registry.example.com",
});
const { both = {} } = service.roles;
const pair = { ...service, roles: { prefill: both, decode: both }, routingProxyImage: "a/b:v1" };
const storage = modelStorageSpec({ claimName: "a", provisioner: "b", parameters: { c: "d" } });

const PLANS: readonly (readonly [string, unknown, (input: unknown) => Result<unknown>])[] = [
  ["planModelService", service, (input) => planModelService("tiny", anything(input))],
  ["planModelService for a pair", pair, (input) => planModelService("tiny", anything(input))],
  ["planModelStorage", storage, (input) => planModelStorage("llm-model", anything(input))],
  [
    "planEnvironment",
    environmentSpec({ models: { tiny: service } }),
    (input) => planEnvironment(anything(input)),
  ],
  [
    "toEnvironment",
    { ...readLocalConfig(), imageRegistryMirror: "registry.example.com", tokenSecretName: "token" },
    toEnvironment,
  ],
];

const word = fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "", "a\nb");
/** JSON, with the keys and texts that JavaScript itself has a meaning for. */
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  word,
  fc.dictionary(word, fc.constantFrom(null, 1, "a"), { maxKeys: 2 }),
);

for (const [name, valid, plan] of PLANS) {
  describe(`${name} of anything`, () => {
    it("gives a plan, or what is wrong in lines of four parts, and never throws", () => {
      assert.deepEqual(linesOf(plan(valid)), []);
      const places = pathsOf(valid);
      const place = fc
        .tuple(fc.constantFrom(...places), fc.option(word))
        .map(([path, key]): Path => (key === null ? path : [...path, key]));
      fc.assert(
        fc.property(place, json, (path, value) => {
          const result = plan(put(valid, path, value));
          const lines = linesOf(result);
          assert.deepEqual(
            [lines.length > 0, lines.filter((line) => !/^.+: .+; .+; .+$/.test(line))],
            [!result.ok, []],
          );
        }),
        { numRuns: 120 },
      );
    });
  });
}

/** Every place of an input, the whole first. */
function pathsOf(input: unknown, path: Path = []): Path[] {
  if (typeof input !== "object" || input === null) return [path];
  const inner = Object.entries(input).flatMap(([key, value]) =>
    pathsOf(value, [...path, Array.isArray(input) ? Number(key) : key]),
  );
  return [path, ...inner];
}

/** The input with this value at a place. A key of a list replaces the list. */
function put(input: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(input) && typeof key === "number") {
    return input.map((each, index) => (index === key ? put(each, rest, value) : each));
  }
  const entries = typeof input === "object" && input !== null ? Object.entries(input) : [];
  const map = new Map<string, unknown>(entries);
  map.set(String(key), put(map.get(String(key)), rest, value));
  return Object.fromEntries(map);
}

import assert from "node:assert/strict";
import fc from "fast-check";
import { AcceleratorVendor } from "../../catalog/accelerators";
import { Engine } from "../../catalog/engines";
import { AccessMode } from "../../catalog/storage-kinds";
import { readBundledChart } from "../../components/bundled-chart";
import { checkChartValues } from "../../plan/chart-check";
import { ChartSource } from "../../plan/chart-source";
import { type ModelServicePlan, planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import { checkModelValues, toModelValues } from "../../plan/model-values";
import type { RolePlan } from "../../plan/role-plan";
import type { Issue } from "../../units/issue";
import {
  anything,
  devicePoolRef,
  linesOf,
  modelServiceSpec,
  modelSettings,
  nodePoolRef,
  tpuPoolRef,
} from "../support/specs";

/** What was made for one feature meets what was made for another here: pools, groups, ranks, tiers, images and charts. */

const EFA = { efaDevicesPerNode: 8, zone: "us-east-1a" };
const POOL = fc.constantFrom(
  nodePoolRef(),
  nodePoolRef(EFA),
  nodePoolRef({ efaDevicesPerNode: 8 }),
  nodePoolRef({ ...EFA, name: "far", zone: "us-east-1b", maxSize: 3 }),
  nodePoolRef({ ...EFA, name: "a100", instanceType: "p4d.24xlarge", efaDevicesPerNode: 4 }),
  devicePoolRef({ acceleratorVendor: AcceleratorVendor.amd }),
  devicePoolRef({ acceleratorVendor: AcceleratorVendor.intelGaudi }),
  devicePoolRef({ devicesPerNode: 0 }),
  tpuPoolRef(),
);
const ROLE = optionals({
  replicas: fc.constantFrom(1, 2, 4),
  parallelism: optionals({
    tensor: fc.constantFrom(2, 8, 16, 32),
    pipeline: fc.constantFrom(1, 2),
    data: fc.constantFrom(1, 2, 3, 16),
    workers: fc.constantFrom(1, 2, 3, 4),
  }),
  resources: optionals({ memory: fc.constant("900Gi"), ephemeralStorage: fc.constant("50Gi") }),
});
const TIERS = optionals({
  memory: fc.constantFrom("50%", "200G"),
  disk: fc.constantFrom("20%", "100Gi"),
  shared: fc.constantFrom(
    { claimName: "cache", size: "2Ti" },
    { claimName: "cache", accessMode: AccessMode.readWriteOnce },
  ),
});
const SPEC = fc
  .record({
    model: fc.constantFrom(
      modelSettings({ id: "acme/tiny" }),
      modelSettings({ id: "acme/tiny" }),
      modelSettings({ id: "deepseek-ai/DeepSeek-V3.2" }),
      modelSettings({ id: "Qwen/Qwen3-32B" }),
    ),
    nodePool: POOL,
    engine: fc.record(
      {
        name: fc.constantFrom(...Object.values(Engine)),
        llmdVersion: fc.constantFrom("v0.4.0", "v0.9.0"),
        kvCache: fc.record({ tiers: TIERS }),
      },
      { requiredKeys: ["name"] },
    ),
    roles: fc.oneof(
      fc.record({ both: ROLE }),
      fc.record({ prefill: ROLE, decode: ROLE }),
      fc.record({ prefill: ROLE, decode: fc.record({ nodePool: POOL }) }),
    ),
    chart: fc.constantFrom({}, { source: ChartSource.upstream }),
    // Memory has properties of its own, and what it refuses is most of what there is to refuse.
    allowUnproven: fc.constant("not asked here"),
  })
  .map((parts) => modelServiceSpec(anything<ModelServiceSpec>(parts)));

function optionals<T extends object>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record<T, never>(parts, { requiredKeys: [] });
}

describe("features that are asked for together", () => {
  it("are planned, or what is wrong is told once, and what a line says to do ends it", () => {
    fc.assert(
      fc.property(SPEC, (spec) => {
        const issues = issuesOf(spec);
        const lines = linesOf(issues);
        assert.deepEqual(
          lines.filter((line) => !/^.+: .+; .+; .+$/.test(line)),
          [],
        );
        const most = Object.keys(spec.roles).length;
        assert.deepEqual(
          lines.filter((line, index) => lines.indexOf(line) !== index),
          [],
        );
        assert.deepEqual(
          issues.filter(({ path }) => issues.filter((each) => each.path === path).length > most),
          [],
        );
        for (const each of issues) {
          const changed = follow(spec, each);
          if (changed === undefined) continue;
          const left = issuesOf(changed).filter(
            ({ path, rule }) => path === each.path && rule === each.rule,
          );
          assert.deepEqual(linesOf(left), []);
        }
      }),
      { numRuns: 200 },
    );
  });
  it("make pods that fit their nodes and values that the chart takes", () => {
    const chart = readBundledChart();
    let planned = 0;
    fc.assert(
      fc.property(SPEC, (spec) => {
        const result = planModelService("tiny", spec);
        if (!result.ok) return;
        planned += 1;
        result.value.roles.forEach(checkPod);
        assert.deepEqual(linesOf(checkRendering(result.value, chart)), []);
      }),
      { numRuns: 200 },
    );
    assert.ok(planned > 0);
  });
});

function issuesOf(spec: ModelServiceSpec): readonly Issue[] {
  const result = planModelService("tiny", spec);
  return result.ok ? [] : result.issues;
}

/** A pod has whole devices and interfaces, and no more of them than its node. */
function checkPod({ parallelism, pool, efa }: RolePlan): void {
  const { devicesPerPod, dataLocal, workers } = parallelism;
  for (const count of [devicesPerPod, dataLocal, workers, efa?.devices ?? 1]) {
    assert.ok(Number.isInteger(count));
  }
  assert.ok(devicesPerPod <= pool.devicesPerNode);
  assert.ok((efa?.devices ?? 0) <= pool.efaDevicesForPods);
}

/** Upstream's chart refuses nothing, so that we do. */
function checkRendering(
  plan: ModelServicePlan,
  chart: ReturnType<typeof readBundledChart>,
): readonly Issue[] {
  if (plan.chart.source === ChartSource.bundled) {
    return checkChartValues(toModelValues(plan, {}), chart);
  }
  const lost = checkModelValues(plan).filter(({ rule }) => rule.includes("do not read"));
  const values = toModelValues(plan, {});
  const isLeft = ["decode", "prefill"].some((role) =>
    Object.hasOwn(anything<object>(values[role] ?? {}), "workerContainers"),
  );
  assert.equal(lost.length > 0, isLeft);
  return [];
}

/** The settings after the first thing that a line says to do, where that is a number or to leave something out. */
function follow(spec: ModelServiceSpec, { path, wayOut }: Issue): ModelServiceSpec | undefined {
  const number = /^use (\d+)\b/.exec(wayOut)?.[1];
  if (number !== undefined) return change(spec, path, Number(number));
  return wayOut.startsWith("leave it out") ? change(spec, path, undefined) : undefined;
}

function change<T>(value: T, path: string, to: unknown): T {
  const [key = "", ...rest] = path.split(".");
  const { [key]: inner, ...others } = anything<Record<string, unknown>>(value);
  const changed = rest.length === 0 ? to : change(inner ?? {}, rest.join("."), to);
  return anything<T>(changed === undefined ? others : { ...others, [key]: changed });
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { compileSchema } from "../../plan/schema-issues";
import { chartWiring } from "../support/chart-wiring";
import { goldenCases, readGolden } from "../support/golden";
import { requireShared, sharedPath } from "../support/shared";
import { linesOf, modelServicePlan } from "../support/specs";

const wiring = chartWiring();
const PAIR = { prefill: {}, decode: {} };

function readSchema(path: string): object {
  return JSON.parse(readFileSync(path, "utf8"));
}

describe("toChartValues", () => {
  const check = compileSchema(readSchema(resolve(__dirname, "../../chart/values.schema.json")));

  for (const golden of goldenCases()) {
    it(`writes the reviewed values of ${golden.name}`, () => {
      assert.deepEqual(golden.values, readGolden(golden));
    });
    it(`writes values of ${golden.name} that the bundled chart takes`, () => {
      assert.deepEqual(linesOf(check(golden.values)), []);
    });
  }
  it("writes values of every model that upstream's chart takes", function () {
    requireShared(this);
    const checkUpstream = compileSchema(readSchema(sharedPath("chart/values.schema.json")));
    assert.deepEqual(
      goldenCases().flatMap(({ values }) => linesOf(checkUpstream(values))),
      [],
    );
  });

  it("puts the wiring where the chart looks for it", () => {
    const values = toChartValues(modelServicePlan(), wiring);
    assert.deepEqual(
      {
        account: values.serviceAccountOverride,
        token: values.modelArtifacts.authSecretName,
        pull: values.decode.imagePullSecrets,
        annotations: values.decode.podAnnotations,
        env: values.decode.containers[0].env,
      },
      {
        account: "reader",
        token: "hf",
        pull: [{ name: "registry" }],
        annotations: { team: "llm" },
        env: [{ name: "NCCL_DEBUG", value: "INFO" }],
      },
    );
    assert.deepEqual(linesOf(check(values)), []);
  });
  it("keeps braces in a variable from being read as a template by the chart", () => {
    const environment = { TEMPLATE: "{{ .Values }} }}" };
    const { env } = toChartValues(modelServicePlan(), { environment }).decode.containers[0];
    assert.deepEqual(env, [{ name: "TEMPLATE", value: '{{ "{{" }} .Values }} }}' }]);
  });
  it("puts the user's variables behind those by which caches are handed over, and one of the same name in their place", () => {
    const environment = { VLLM_NIXL_SIDE_CHANNEL_HOST: "10.0.0.1", NCCL_DEBUG: "INFO" };
    const { decode } = toChartValues(modelServicePlan({ roles: PAIR }), { environment });
    assert.deepEqual(decode.containers[0].env, [
      { name: "VLLM_NIXL_SIDE_CHANNEL_PORT", value: "5600" },
      { name: "VLLM_NIXL_SIDE_CHANNEL_HOST", value: "10.0.0.1" },
      { name: "NCCL_DEBUG", value: "INFO" },
    ]);
  });
  it("locks memory only in pods that hand caches over", () => {
    const contexts = [{ both: {} }, PAIR].map(
      (roles) =>
        toChartValues(modelServicePlan({ roles }), {}).decode.containers[0].extraConfig
          .securityContext,
    );
    assert.deepEqual(contexts, [
      { allowPrivilegeEscalation: false },
      { allowPrivilegeEscalation: false, capabilities: { add: ["IPC_LOCK"] } },
    ]);
  });
  it("leaves out what there is nothing to say of, instead of writing it empty", () => {
    const nothing = { imagePullSecretNames: [], environment: {}, podAnnotations: {} };
    const plan = modelServicePlan();
    assert.deepEqual(toChartValues(plan, nothing), toChartValues(plan, {}));
    assert.doesNotMatch(JSON.stringify(toChartValues(plan, nothing)), /null|\[\]|\{\}/);
  });
  it("exchanges all pods at once by Recreate, for which helm waits, and some of them by rolling", () => {
    const strategies = [1, 2].map((replicas) => {
      const plan = modelServicePlan({ roles: { both: { replicas } }, rollout: { maxSurge: 0 } });
      return toChartValues(plan, {}).decode.strategy;
    });
    assert.deepEqual(strategies, [
      { type: "Recreate" },
      { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    ]);
  });
  it("asks for no device on a CPU machine", () => {
    const nodePool = { name: "cpu", instanceType: "m7a.32xlarge" };
    const { accelerator, decode } = toChartValues(modelServicePlan({ nodePool }), {});
    const { limits } = decode.containers[0].resources;
    assert.deepEqual([accelerator.type, Object.keys(limits)], ["cpu", ["cpu", "memory"]]);
  });
  it("asks for as many devices as one pod has, by the resource of the pool", () => {
    const roles = { both: { parallelism: { tensor: 2, pipeline: 2 } } };
    const { requests, limits } = toChartValues(modelServicePlan({ roles }), {}).decode.containers[0]
      .resources;
    assert.deepEqual([requests["nvidia.com/gpu"], limits], ["4", requests]);
  });
  it("selects pods by the release alone, whatever else changes", () => {
    const plans = [{}, { port: 8200 }, { engine: { name: "sglang" } as const }].map(
      modelServicePlan,
    );
    const labels = { "llm-d.ai/inference-serving": "true", "llm-d.ai/model": "tiny" };
    assert.deepEqual(
      plans.map((plan) => toChartValues(plan, wiring).modelArtifacts.labels),
      plans.map(() => labels),
    );
  });
});

describe("mergeValues", () => {
  const values = fc.object({ maxDepth: 3 });

  it("merges maps and replaces everything else", () => {
    const below = { decode: { replicas: 1, volumes: [{ name: "a" }] }, strict: true };
    const extra = { decode: { volumes: [], hostIPC: true }, strict: { a: 1 } };
    assert.deepEqual(mergeValues(below, extra), {
      decode: { replicas: 1, volumes: [], hostIPC: true },
      strict: { a: 1 },
    });
  });
  it("keeps everything when there is nothing to lay over it", () => {
    fc.assert(
      fc.property(values, (below) => assert.deepEqual(mergeValues(below, {}), { ...below })),
    );
  });
  it("gives at every place what extra says there, and else what was there", () => {
    fc.assert(
      fc.property(values, values, (below, extra) => {
        const merged = mergeValues(below, anyMap(extra));
        for (const key of new Set([...Object.keys(below), ...Object.keys(extra)])) {
          const [old, over] = [own(below, key), own(extra, key)];
          if (!Object.hasOwn(extra, key)) assert.equal(own(merged, key), old);
          else if (!isMapping(old) || !isMapping(over)) assert.equal(own(merged, key), over);
        }
      }),
    );
  });
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(values, values, (below, extra) => {
        const once = mergeValues(below, anyMap(extra));
        assert.deepEqual(mergeValues(once, anyMap(extra)), once);
      }),
    );
  });
  it("leaves both of its arguments as they were", () => {
    const [below, extra] = [{ a: { b: 1 } }, { a: { c: 2 } }];
    mergeValues(below, extra);
    assert.deepEqual([below, extra], [{ a: { b: 1 } }, { a: { c: 2 } }]);
  });
});

function anyMap(value: object): Readonly<Record<string, unknown>> {
  return { ...value };
}

function own(map: object, key: string): unknown {
  return Object.hasOwn(map, key) ? Reflect.get(map, key) : undefined;
}

function isMapping(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

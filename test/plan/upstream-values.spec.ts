import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Engine } from "../../catalog/engines";
import { UPSTREAM_CHART } from "../../catalog/upstream-chart";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { planEnvironment } from "../../plan/environment";
import { compileSchema } from "../../plan/schema-issues";
import { checkUpstreamValues, toUpstreamValues } from "../../plan/upstream-values";
import { readPath } from "../support/helm";
import { requireShared, sharedPath } from "../support/shared";
import {
  engineSettings,
  environmentSpec,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  pairSpec,
} from "../support/specs";

/** Older than the one of the catalogue, which upstream's chart cannot start. */
const routingProxyImage = "ghcr.io/llm-d/llm-d-router-disagg-sidecar:v0.9.0";

const wiring = {
  serviceAccountName: "reader",
  imagePullSecretNames: ["registry"],
  tokenSecretName: "hf",
  environment: { NCCL_DEBUG: "INFO" },
  podAnnotations: { team: "llm" },
};

/** The values of every form of a service. */
const EVERY_FORM = Object.values(Engine).flatMap((name) => {
  const engine = engineSettings({ name });
  return [modelServiceSpec({ engine }), pairSpec({ engine, routingProxyImage })].map((spec) => ({
    ...toChartValues(modelServicePlan(spec), wiring),
  }));
});

describe("toUpstreamValues", () => {
  it("leaves out strict and the labels of pods, and nothing else", () => {
    for (const values of EVERY_FORM) {
      const kept = toUpstreamValues(values);
      const { strict, ...rest } = values;
      assert.deepEqual(mergeValues(kept, { decode: rest.decode, prefill: rest.prefill }), rest);
      assert.deepEqual(
        [strict, readPath(kept, "strict"), readPath(kept, "decode.podLabels")],
        [true, undefined, undefined],
      );
    }
  });
});

describe("checkUpstreamValues", () => {
  it("finds nothing that upstream's chart would drop in what we write ourselves", () => {
    assert.deepEqual(EVERY_FORM.flatMap(linesOfValues), []);
  });

  it("tells of each key that it would drop, at every place", () => {
    const [values = {}] = EVERY_FORM;
    const container = { name: "engine", lifecycle: {} };
    const extra = { hostAliases: [], decode: { podIPs: 1, containers: [container] } };
    const tail = "which this model is to have; leave chart.source out for the bundled chart";
    assert.deepEqual(
      linesOfValues(mergeValues(values, extra)),
      ["decode.containers[0].lifecycle", "decode.podIPs", "hostAliases"].map(
        (key) => `chart.source: "upstream"; its templates do not read ${key}, ${tail}`,
      ),
    );
  });

  it("is a part of the plan of an environment", () => {
    const chart = { source: "upstream" } as const;
    const spec = environmentSpec({ models: { tiny: pairSpec({ chart }) } });
    assert.match(
      linesOf(planEnvironment(spec)).join("\n"),
      /^models\.tiny\.chart\.source: "upstream"; it starts the routing proxy with --connector/,
    );
  });
});

describe("upstream's chart in the catalogue", () => {
  const readSchema = () =>
    JSON.parse(readFileSync(sharedPath("chart/values.schema.json"), "utf8")) as object;

  before(function () {
    requireShared(this);
  });

  it("has every key of its schema", () => {
    const schema = readSchema();
    const missing = [
      ["", "properties"],
      ["role", "properties.decode.properties"],
      ["role", "properties.prefill.properties"],
    ].flatMap(([place = "", path = ""]) => {
      const keys: readonly string[] = UPSTREAM_CHART.keys[place as "" | "role"];
      return Object.keys(readPath(schema, path) as object).filter((key) => !keys.includes(key));
    });
    assert.deepEqual(missing, []);
  });

  it("takes what we write, by its own schema", () => {
    const check = compileSchema(readSchema());
    const refused = EVERY_FORM.flatMap((values) => linesOf(check(toUpstreamValues(values))));
    assert.deepEqual(refused, []);
  });
});

function linesOfValues(values: Readonly<Record<string, unknown>>): string[] {
  return linesOf(checkUpstreamValues(values));
}

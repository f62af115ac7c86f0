import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { decodeOnly } from "../support/chart-values";
import { CHART_FOLDER, describeWithHelm, readPath, renderChart } from "../support/helm";
import { requireShared, sharedPath } from "../support/shared";

const TEXT = readFileSync(join(CHART_FOLDER, "values.schema.json"), "utf8");
const SCHEMA: unknown = JSON.parse(TEXT);

describe("the schema of the chart's values", () => {
  it("is a valid draft-07 schema and allows the default values", () => {
    const defaults: unknown = parse(readFileSync(join(CHART_FOLDER, "values.yaml"), "utf8"));
    const ajv = new Ajv({ strict: false, allErrors: true });
    assert.deepEqual([ajv.validate(SCHEMA as object, defaults), ajv.errors], [true, null]);
  });

  it("refers to nothing outside itself, which helm would fetch", () => {
    const references = [...TEXT.matchAll(/"\$ref": "([^"]*)"/g)].map(([, target]) => target ?? "");
    assert.deepEqual(
      references.filter((target) => !/^#\/definitions\/\w+$/.test(target)),
      [],
    );
  });

  /** A key that were only in one list would be refused by strict, or slip through it. */
  it("knows the same keys with strict as without", () => {
    const pairs: readonly [string, string][] = [
      ["properties", "then.properties"],
      ["definitions.role.properties", "definitions.onlyKnownRoleKeys.properties"],
      ["definitions.container.properties", "definitions.onlyKnownContainerKeys.properties"],
      ["definitions.initContainer.properties", "definitions.onlyKnownInitContainerKeys.properties"],
      [
        "properties.routing.properties.proxy.properties",
        "then.properties.routing.properties.proxy.properties",
      ],
      ["properties.requester.properties", "then.properties.requester.properties"],
      [
        "definitions.environmentVariable.properties",
        "definitions.onlyKnownVariableKeys.properties",
      ],
      ["definitions.containerPort.properties", "definitions.onlyKnownPortKeys.properties"],
      ["definitions.resources.properties", "definitions.onlyKnownResourcesKeys.properties"],
      [
        "definitions.resources.properties.claims.items.properties",
        "definitions.onlyKnownResourcesKeys.properties.claims.items.properties",
      ],
    ];
    for (const [open, strict] of pairs) {
      assert.deepEqual(keysAt(strict), keysAt(open), `${strict} and ${open}`);
    }
  });
});

function keysAt(path: string): string[] {
  return Object.keys(readPath(SCHEMA, path) as object).sort();
}

describeWithHelm("helm checks values by the schema, and allows", (helm) => {
  it("an unknown key where upstream allows one", async () => {
    const values = decodeOnly({ nodeSelecter: {} }, { team: "serving" });
    assert.ok((await renderChart(helm(), { values })).ok);
  });

  it("upstream's default values and examples", async function () {
    requireShared(this);
    for (const file of ["values.yaml", "examples/values-cpu.yaml", "examples/values-pd.yaml"]) {
      const rendering = await renderChart(helm(), { files: [sharedPath(`chart/${file}`)] });
      assert.ok(rendering.ok, `${file}: ${rendering.ok || rendering.message}`);
    }
  });

  it("every key of upstream's schema, with strict", async function () {
    requireShared(this);
    const files = [sharedPath("chart/values.yaml")];
    const pinned = [{ name: "vllm", image: "a:1", modelCommand: "vllmServe" }];
    const values = {
      strict: true,
      routing: { proxy: { image: "a:1" } },
      decode: { containers: pinned },
      prefill: { containers: pinned },
    };
    const rendering = await renderChart(helm(), { files, values });
    assert.ok(rendering.ok, rendering.ok ? "" : rendering.message);
  });
});

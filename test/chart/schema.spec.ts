import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { decodeOnly, decodeWith } from "../support/chart-values";
import {
  CHART_FOLDER,
  describeWithHelm,
  readPath,
  renderChart,
  type Values,
} from "../support/helm";
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

  it("describes every key of the chart", () => {
    const objects = {
      "": readPath(SCHEMA, "properties"),
      "decode.": readPath(SCHEMA, "definitions.role.properties"),
      "decode.containers[].": readPath(SCHEMA, "definitions.container.properties"),
      "modelArtifacts.": readPath(SCHEMA, "properties.modelArtifacts.properties"),
      "accelerator.": readPath(SCHEMA, "properties.accelerator.properties"),
      "routing.": readPath(SCHEMA, "properties.routing.properties"),
      "routing.proxy.": readPath(SCHEMA, "properties.routing.properties.proxy.properties"),
    };
    const undescribed = Object.entries(objects).flatMap(([prefix, properties]) =>
      Object.entries(properties as Values)
        .filter(([, schema]) => descriptionOf(schema) === undefined)
        .map(([key]) => prefix + key),
    );
    assert.deepEqual(undescribed, []);
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
    ];
    for (const [open, strict] of pairs) {
      assert.deepEqual(keysAt(strict), keysAt(open), `${strict} and ${open}`);
    }
  });
});

function keysAt(path: string): string[] {
  return Object.keys(readPath(SCHEMA, path) as object).sort();
}

/** The description of a key: its own, or that of what it refers to. */
function descriptionOf(schema: unknown): unknown {
  const own = readPath(schema, "description");
  const target = readPath(schema, "$ref");
  if (own !== undefined || typeof target !== "string") return own;
  return readPath(SCHEMA, `${target.replace("#/", "").replaceAll("/", ".")}.description`);
}

interface Refused {
  readonly title: string;
  readonly values: Values;
  /** Where helm finds something wrong. */
  readonly paths: readonly string[];
}

const ENGINE = "decode.containers.0";

const REFUSED: readonly Refused[] = [
  {
    title: "a text for a number",
    values: decodeOnly({ replicas: "two" }),
    paths: ["decode.replicas"],
  },
  { title: "a fraction", values: decodeOnly({ replicas: 1.5 }), paths: ["decode.replicas"] },
  { title: "a negative number", values: decodeOnly({ replicas: -1 }), paths: ["decode.replicas"] },
  {
    title: "no devices",
    values: decodeOnly({ parallelism: { tensor: 0 } }),
    paths: ["decode.parallelism.tensor"],
  },
  {
    title: "arguments as one text",
    values: decodeWith({ args: "--tp 8" }),
    paths: [`${ENGINE}.args`],
  },
  {
    title: "a number for an argument",
    values: decodeWith({ args: [8] }),
    paths: [`${ENGINE}.args.0`],
  },
  {
    title: "a list for a map",
    values: decodeOnly({ nodeSelector: ["a"] }),
    paths: ["decode.nodeSelector"],
  },
  {
    title: "a number for the value of a variable",
    values: decodeWith({ env: [{ name: "A", value: 1 }] }),
    paths: [`${ENGINE}.env.0.value`],
  },
  {
    title: "a truth value for a label",
    values: decodeOnly({}, { modelArtifacts: { labels: { a: true } } }),
    paths: ["modelArtifacts.labels.a"],
  },
  {
    title: "a model id for a label",
    values: decodeOnly({}, { modelArtifacts: { labels: { "llm-d.ai/model": "Qwen/Qwen3-32B" } } }),
    paths: ["modelArtifacts.labels.llm-d.ai/model"],
  },
  {
    title: "an amount that is none",
    values: decodeWith({ resources: { limits: { memory: "1 TB" } } }),
    paths: [`${ENGINE}.resources.limits.memory`],
  },
  {
    title: "a port above 65535",
    values: decodeOnly({}, { routing: { servicePort: 80000 } }),
    paths: ["routing.servicePort"],
  },
  {
    title: "a relative mount path",
    values: decodeOnly({}, { modelArtifacts: { mountPath: "models" } }),
    paths: ["modelArtifacts.mountPath"],
  },
  {
    title: "an unknown log encoder",
    values: decodeOnly({}, { routing: { proxy: { zapEncoder: "xml" } } }),
    paths: ["routing.proxy.zapEncoder"],
  },
  {
    title: "an unknown key where upstream's schema is closed",
    values: decodeOnly(
      { parallelism: { tensr: 8 }, autoscaling: { minReplicas: 1 } },
      { modelArtifacts: { rul: "hf://a/b" } },
    ),
    paths: ["decode.autoscaling", "decode.parallelism", "modelArtifacts"],
  },
  {
    title: "an unknown key anywhere, with strict",
    values: {
      ...decodeOnly({
        nodeSelecter: {},
        monitoring: { podMonitor: {} },
        initContainers: [{ name: "warm", image: "busybox:1.37.0", comand: [] }],
        containers: [{ name: "vllm", image: "a:1", modelCommand: "vllmServe", arg: [] }],
      }),
      routing: { proxy: { enabled: false, conector: "nixlv2" } },
      strict: true,
      replicas: 2,
    },
    paths: ["", "decode", ENGINE, "decode.initContainers.0", "decode.monitoring", "routing.proxy"],
  },
];

describeWithHelm("helm checks values by the schema, and refuses", (helm) => {
  for (const { title, values, paths } of REFUSED) {
    it(title, async () => {
      const rendering = await renderChart(helm(), { values });
      assert.ok(!rendering.ok, "helm rendered it");
      assert.deepEqual(pathsOf(rendering.message), paths);
    });
  }
});

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

/**
 * The places that helm's message names, sorted. The wording differs: up to 3.18 it is
 * `- decode.replicas: Invalid type...`, later `- at '/decode/replicas': got string...`, with lines
 * for the objects around it that only say that something in them failed.
 */
function pathsOf(message: string): string[] {
  return message
    .split("\n")
    .filter((line) => !/validation failed$|Must validate "then"/.test(line))
    .map((line) => /^\s*- (?:at '\/?([^']*)'|([^:]+)): /.exec(line))
    .filter((match) => match !== null)
    .map(([, pointer, dotted]) => pointer?.replaceAll("~1", "/") ?? dotted ?? "")
    .map((path) =>
      path === "(root)" ? "" : path.includes("llm-d.ai") ? path : path.replaceAll("/", "."),
    )
    .map((path) => path.replace("modelArtifacts/labels/", "modelArtifacts.labels."))
    .sort();
}

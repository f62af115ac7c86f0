import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { compileSchema, type SchemaCheck } from "../../plan/schema-issues";
import { requireShared, sharedPath } from "../support/shared";
import { linesOf } from "../support/specs";
import { upstreamValues } from "../support/upstream-values";

/** Where our schema takes less than upstream's, because what it leaves out could never run. */
interface Narrowing {
  readonly places: RegExp;
  /** What both take there. */
  readonly values: fc.Arbitrary<unknown>;
  /** What upstream's schema takes and ours does not, and the line that says so. */
  readonly refused: unknown;
  readonly issue: string;
}

const NAME = fc.string({ minLength: 1 });
const SIZE = fc.integer({ min: 1 });
const PORT = fc.integer({ min: 1, max: 65535 });
const QUANTITY = fc.oneof(
  fc.nat(),
  fc.constantFrom("1", "500m", "1.5Gi", "1.", ".5", "1e3", "+2k"),
);
const MAP = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }));

const NARROWINGS: readonly Narrowing[] = [
  {
    places: /^modelArtifacts\.name$/,
    values: NAME,
    refused: { modelArtifacts: { name: "" } },
    issue:
      'modelArtifacts.name: ""; must be a text of 1 or more characters; write it, or leave it out',
  },
  {
    places: /^modelArtifacts\.mountPath$/,
    values: fc.string().map((path) => `/${path}`),
    refused: { modelArtifacts: { mountPath: "models" } },
    issue:
      'modelArtifacts.mountPath: "models"; must match pattern "^/"; write: Where containers with mountModelVolume find the files',
  },
  {
    places: /^(?:modelArtifacts\.size|requester\.resources\.limits\.memory)$/,
    values: QUANTITY.map(String),
    refused: { modelArtifacts: { size: "200 GB" } },
    issue:
      'modelArtifacts.size: "200 GB"; must match pattern "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$"; write: A Kubernetes quantity, for example 20Gi',
  },
  {
    places: /\.(?:limits|requests)\.<name>$/,
    values: QUANTITY,
    refused: { decode: { initContainers: [{ name: "a", resources: { limits: { cpu: "4 x" } } }] } },
    issue:
      'decode.initContainers[0].resources.limits.cpu: "4 x"; must match pattern "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$"; write: A Kubernetes quantity, for example 20Gi',
  },
  {
    places: /^modelArtifacts\.labels$/,
    values: fc.dictionary(
      fc.string(),
      fc.stringMatching(/^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/),
    ),
    refused: { modelArtifacts: { labels: { "llm-d.ai/model": "Qwen/Qwen3-32B" } } },
    issue:
      'modelArtifacts.labels.llm-d.ai/model: "Qwen/Qwen3-32B"; must match pattern "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$"; write: Value of a label: at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit',
  },
  {
    places: /^routing\.servicePort$/,
    values: fc.oneof(PORT, PORT.map(String)),
    refused: { routing: { servicePort: 80000 } },
    issue: "routing.servicePort: 80000; must be at most 65535; write 65535 or less",
  },
  {
    places: /^routing\.proxy\.targetPort$/,
    values: PORT,
    refused: { routing: { proxy: { targetPort: 0 } } },
    issue: "routing.proxy.targetPort: 0; must be at least 1; write 1 or more",
  },
  {
    places: /\.imagePullPolicy$/,
    values: fc.constantFrom("", "Always", "IfNotPresent", "Never"),
    refused: { routing: { proxy: { imagePullPolicy: "always" } } },
    issue:
      'routing.proxy.imagePullPolicy: "always"; must be one of "", Always, IfNotPresent, Never; did you mean Always?',
  },
  {
    places: /^requester\.(?:adminPort|port\.\w+)$/,
    values: PORT,
    refused: { requester: { port: { spi: 0 } } },
    issue: "requester.port.spi: 0; must be at least 1; write 1 or more",
  },
  {
    places: /^requester\.(?:readinessProbe\.\w+|resources\.limits\.gpus)$/,
    values: SIZE,
    refused: { requester: { resources: { limits: { gpus: 0 } } } },
    issue: "requester.resources.limits.gpus: 0; must be at least 1; write 1 or more",
  },
  {
    places: /^accelerator\.resourceClaimTemplates\.[\w-]+\.name$/,
    values: fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
    refused: { accelerator: { resourceClaimTemplates: { nvidia: { name: "NVIDIA" } } } },
    issue:
      'accelerator.resourceClaimTemplates.nvidia.name: "NVIDIA"; must match pattern "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"; write: At most 63 lower-case letters, digits and -, beginning and ending with a letter or digit',
  },
  {
    places: /^accelerator\.resourceClaimTemplates\.[\w-]+\.selectors\[\]$/,
    values: fc.record({ cel: fc.record({ expression: fc.string() }) }),
    refused: { accelerator: { resourceClaimTemplates: { nvidia: { selectors: ["a"] } } } },
    issue:
      'accelerator.resourceClaimTemplates.nvidia.selectors[0]: "a"; must be a map; write a map with cel',
  },
  {
    places: /\.replicas$/,
    values: fc.nat(),
    refused: { decode: { replicas: -1 } },
    issue: "decode.replicas: -1; must be at least 0; write 0 or more",
  },
  {
    places: /\.parallelism\.\w+$/,
    values: SIZE,
    refused: { decode: { parallelism: { tensor: 0 } } },
    issue: "decode.parallelism.tensor: 0; must be at least 1; write 1 or more",
  },
  {
    places: /^accelerator\.env\.[\w-]+\[\]$/,
    values: fc.record({ name: NAME, value: fc.string() }, { requiredKeys: ["name"] }),
    refused: { accelerator: { env: { "intel-xe": [{ value: "spawn" }] } } },
    issue: "accelerator.env.intel-xe[0].name: absent; is required; write it: Name of the variable",
  },
  {
    places: /ontainers\[\](?:\.env\[\])?\.name$/,
    values: NAME,
    refused: { decode: { containers: [{}] } },
    issue:
      "decode.containers[0].name: absent; is required; write it: Name of the container, unique in its pod",
  },
  {
    places: /\.volumes\[\]$/,
    values: fc.tuple(NAME, MAP).map(([name, rest]) => ({ ...rest, name })),
    refused: { decode: { volumes: [{ emptyDir: {} }] } },
    issue:
      "decode.volumes[0].name: absent; is required; write it: Name of the volume, for volumeMounts",
  },
  {
    places: /\.(?:metricR|r)elabelings\[\]$/,
    values: MAP,
    refused: { decode: { monitoring: { podmonitor: { relabelings: ["drop"] } } } },
    issue: 'decode.monitoring.podmonitor.relabelings[0]: "drop"; must be a map; write a map',
  },
];

/** What the schema of Kubernetes says of init containers is said of containers too. */
function readUpstream() {
  const schema = readJson(sharedPath("chart/values.schema.json"));
  for (const role of ["decode", "prefill"]) {
    const { containers, initContainers } = schema.properties[role].properties;
    containers.items = initContainers.items;
  }
  return schema;
}

// biome-ignore lint/suspicious/noExplicitAny: a schema of others.
function readJson(path: string): any {
  return JSON.parse(readFileSync(path, "utf8"));
}

describe("the schema of the chart's values, beside upstream's", () => {
  const check = compileSchema(readJson(resolve(__dirname, "../../chart/values.schema.json")));

  let upstream: object;
  let checkUpstream: SchemaCheck;

  before(function () {
    requireShared(this);
    upstream = readUpstream();
    checkUpstream = compileSchema(readJson(sharedPath("chart/values.schema.json")));
  });

  it("takes everything that upstream's takes and that could run", () => {
    const defaults: unknown = parse(readFileSync(sharedPath("chart/values.yaml"), "utf8"));
    const narrowed = (path: string) => NARROWINGS.find(({ places }) => places.test(path))?.values;
    fc.assert(
      fc.property(upstreamValues(upstream, defaults, narrowed), (values) => {
        assert.deepEqual([linesOf(checkUpstream(values)), linesOf(check(values))], [[], []]);
      }),
      { numRuns: 100 },
    );
  });

  for (const { refused, issue } of NARROWINGS) {
    it(`takes not, as upstream's does, ${JSON.stringify(refused)}`, () => {
      assert.deepEqual([linesOf(checkUpstream(refused)), linesOf(check(refused))], [[], [issue]]);
    });
  }
});

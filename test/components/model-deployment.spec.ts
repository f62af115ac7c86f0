import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { ModelService, type ModelServiceArgs } from "../../components/model-service";
import { type ChartSettings, ChartSource } from "../../plan/chart-source";
import { toChartValues } from "../../plan/chart-values";
import { DeployAs } from "../../plan/deploy-as";
import { toUpstreamValues } from "../../plan/upstream-values";
import { CHART_FOLDER } from "../support/helm";
import {
  MODES,
  type RecordedResource,
  requireResource,
  resolveOutput,
  runWithMocks,
} from "../support/mocks";
import { engineSettings, modelServicePlan, modelServiceSpec } from "../support/specs";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const CHART = "kubernetes:helm.sh/v4:Chart";
const COMPONENT = "urn:pulumi:test::llm-serving::llmd:index:ModelService";
const LOCAL = resolve(__dirname, "../../.local");
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const VALUES = { ...toChartValues(modelServicePlan(), {}) };

function run(changes: Partial<ModelServiceArgs>, mode: (typeof MODES)[number] = "update") {
  const args = { ...modelServiceSpec(), namespace: "llm", ...changes };
  return runWithMocks(() => new ModelService("tiny", args), { mode });
}

describe("ModelService.chart", () => {
  const upstream = {
    chart: "llm-d-modelservice",
    version: "v0.4.12",
    repositoryOpts: { repo: "https://llm-d-incubation.github.io/llm-d-modelservice/" },
    values: toUpstreamValues(VALUES),
  };
  const location = "oci://registry.example.com/charts/llm-d-modelservice";
  const oci = { source: ChartSource.oci, location, version: "0.4.12", digest: DIGEST };
  const cases: readonly { title: string; chart: ChartSettings; inputs: object }[] = [
    {
      title: "the bundled chart by default",
      chart: {},
      inputs: { chart: "chart", values: VALUES },
    },
    {
      title: "upstream's, without what only the bundled one knows",
      chart: { source: ChartSource.upstream },
      inputs: upstream,
    },
    {
      title: "upstream's at its own version",
      chart: { source: ChartSource.upstream, version: "v0.4.12" },
      inputs: upstream,
    },
    {
      title: "a folder in the words of the program",
      chart: { source: ChartSource.path, location: "./chart" },
      inputs: { chart: "./chart", values: VALUES },
    },
    {
      title: "an OCI registry by digest and version",
      chart: oci,
      inputs: { chart: `${location}@${DIGEST}`, version: "0.4.12", values: VALUES },
    },
  ];

  for (const { title, chart, inputs } of cases) {
    it(`takes ${title}, whatever deploys it`, async () => {
      const asRelease = requireResource((await run({ chart })).resources, RELEASE).inputs;
      const { resources } = await run({ chart, deployAs: DeployAs.objects });
      const common = { name: "tiny", namespace: "llm", ...inputs };
      assert.deepEqual(
        [asRelease, requireResource(resources, CHART).inputs],
        [{ ...common, atomic: false, timeout: 3900, compat: "true" }, common],
      );
    });
  }

  it("says the version of the chart that is asked for", async () => {
    const versions: unknown[] = [];
    for (const chart of [oci, { source: ChartSource.upstream }]) {
      const args = { ...modelServiceSpec(), namespace: "llm", chart };
      const { value } = await runWithMocks(() =>
        resolveOutput(new ModelService("tiny", args).chartVersion),
      );
      versions.push(value);
    }
    assert.deepEqual(versions, ["0.4.12", "v0.4.12"]);
  });

  it("warns that an endpoint picker takes upstream's pods for vLLM, where they are of SGLang", async () => {
    const chart = { source: ChartSource.upstream };
    const engine = engineSettings({ name: "sglang" });
    assert.deepEqual(
      [(await run({ chart, engine })).warnings, (await run({ chart })).warnings],
      [
        [
          'chart.source: "upstream"; it has no key for labels of pods beside the selector, so that an endpoint picker misses llm-d.ai/engine-type=sglang and looks for the metrics of vLLM; leave chart.source out for the bundled chart',
        ],
        [],
      ],
    );
  });
});

describe("ModelService.chart in a folder", () => {
  let location: string;

  beforeEach(() => {
    mkdirSync(LOCAL, { recursive: true });
    location = relative(process.cwd(), mkdtempSync(join(LOCAL, "test-chart-")));
    for (const file of ["Chart.yaml", "values.schema.json", "values.yaml"]) {
      copyFileSync(join(CHART_FOLDER, file), join(location, file));
    }
  });

  afterEach(() => rmSync(location, { recursive: true, force: true }));

  it("is known by its own version, and takes what its own schema takes", async () => {
    write("Chart.yaml", 'version: "0.4.12+ours.1"\n');
    const schema = readSchema();
    schema.then.properties.sidecar = schema.properties.sidecar = { type: "string" };
    write("values.schema.json", JSON.stringify(schema));
    const { value, resources } = await run({
      chart: { source: ChartSource.path, location },
      extraValues: { sidecar: "on" },
    });
    assert.deepEqual(
      [await resolveOutput(value.chartVersion), requireResource(resources, RELEASE).inputs.chart],
      ["0.4.12+ours.1", location],
    );
    assert.match(await refusal({ sidecar: 1 }), /extraValues\.sidecar: 1; must be a text; /);
  });

  it("is refused where it would drop keys or refuses what the model needs, and where it has no version", async () => {
    const { strict: _, ...properties } = readSchema().properties;
    write("values.schema.json", JSON.stringify({ properties }));
    const messages = [await refusal()];
    write(
      "values.schema.json",
      JSON.stringify({ properties: { strict: {}, decode: { type: "string" } } }),
    );
    messages.push(await refusal());
    write("Chart.yaml", "name: llm-d-modelservice\n");
    messages.push(await refusal());
    const wayOut = "copy the bundled chart there, or choose another source";
    assert.deepEqual(
      messages.map((message) =>
        message.replace(JSON.stringify(location), "HERE").split("\n").slice(1),
      ),
      [
        [
          `chart.location: HERE; has no key strict in its schema, so it would drop keys that it does not know; ${wayOut}`,
        ],
        [
          `chart.location: HERE; has a schema that refuses decode, which this model needs; ${wayOut}`,
        ],
        [`chart.location: HERE; has no version in its Chart.yaml; ${wayOut}`],
      ],
    );
  });

  function write(file: string, text: string): void {
    writeFileSync(join(location, file), text);
  }

  function readSchema() {
    return JSON.parse(readFileSync(join(CHART_FOLDER, "values.schema.json"), "utf8"));
  }

  async function refusal(extraValues?: Record<string, unknown>): Promise<string> {
    const chart = { source: ChartSource.path, location };
    const changes = extraValues === undefined ? { chart } : { chart, extraValues };
    const error: unknown = await run(changes).catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : "nothing was refused";
  }
});

describe("ModelService.deployAs", () => {
  it("registers a Chart, and with it what a release would have", async () => {
    const roles = { both: { replicas: 2 } };
    const { resources } = await run({ deployAs: DeployAs.objects, roles });
    const urn = `${COMPONENT}$${CHART}::tiny-objects`;
    const [, chart, budget, ...others] = resources.map(({ inputs: _, ...rest }) =>
      withoutVersion(rest),
    );
    assert.deepEqual(
      [chart, budget?.name, budget?.options.dependencies, others],
      [
        {
          urn,
          type: CHART,
          name: "tiny-objects",
          custom: false,
          options: { parent: `${COMPONENT}::tiny`, transformCount: 1 },
        },
        "tiny-disruption-budget",
        [urn],
        [],
      ],
    );
  });

  it("has the same outputs both ways, in a preview too", async () => {
    for (const mode of MODES) {
      const [release, objects] = [
        await outputsOf(DeployAs.release, mode),
        await outputsOf(DeployAs.objects, mode),
      ];
      assert.deepEqual(objects, release, mode);
    }
  });

  it("hands over nothing that it is not told to", async () => {
    const options = async (changes: Partial<ModelServiceArgs>) => {
      const { resources } = await run(changes);
      const [, { inputs, options }] = resources as [RecordedResource, RecordedResource];
      const { retainOnDelete, ignoreChanges } = options;
      return [inputs.takeOwnership, retainOnDelete, ignoreChanges];
    };
    const objects = { deployAs: DeployAs.objects };
    assert.deepEqual(
      [
        await options({}),
        await options({ handOver: true }),
        await options(objects),
        await options({ ...objects, handOver: true }),
      ],
      [
        [undefined, undefined, undefined],
        [true, true, ["takeOwnership"]],
        [undefined, undefined, undefined],
        [undefined, true, undefined],
      ],
    );
  });

  async function outputsOf(deployAs: DeployAs, mode: (typeof MODES)[number]) {
    const args = { ...modelServiceSpec(), namespace: "llm", deployAs };
    const { value } = await runWithMocks(
      async () => {
        const { ref, releaseName, chartVersion } = new ModelService("tiny", args);
        return [ref, await resolveOutput(releaseName), await resolveOutput(chartVersion)];
      },
      { mode },
    );
    return value;
  }
});

function withoutVersion<T extends { readonly options: RecordedResource["options"] }>(resource: T) {
  const { version: _, ...options } = resource.options;
  return { ...resource, options };
}

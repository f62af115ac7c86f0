import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { StorageKind } from "../../catalog/storage-kinds";
import { ModelService } from "../../components/model-service";
import { ModelStorage, type ModelStorageArgs } from "../../components/model-storage";
import { type RecordedResource, requireResource, runWithMocks } from "../support/mocks";
import { preloadGoldenCases, readJob, renderJob } from "../support/preload-golden";
import { modelServiceSpec, modelSettings, modelStorageSpec } from "../support/specs";

const JOB = "kubernetes:batch/v1:Job";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const PRELOAD = { model: "acme/tiny", revision: "0123456789abcdef0123456789abcdef01234567" };

async function register(
  changes: object,
  use: (storage: ModelStorage) => unknown = () => undefined,
): Promise<readonly RecordedResource[]> {
  const args: ModelStorageArgs = {
    ...modelStorageSpec({ preload: PRELOAD }),
    namespace: "llm",
    ...changes,
  };
  const { resources } = await runWithMocks(() => void use(new ModelStorage("weights", args)));
  return resources;
}

describe("the preload of a ModelStorage", () => {
  for (const golden of preloadGoldenCases()) {
    it(`is the Job that was reviewed, from a ${golden.name}`, async () => {
      const rendered = renderJob(await readJob(golden));
      assert.equal(rendered, readFileSync(golden.path, "utf8"));
    });
  }
  it("was reviewed for no Job that there is not", () => {
    const paths = preloadGoldenCases().map(({ path }) => path);
    assert.deepEqual(
      readdirSync(dirname(paths[0] ?? "")).toSorted(),
      paths.map((path) => basename(path)).toSorted(),
    );
  });

  it("comes after the claim and the script, and is made anew when it has failed", async () => {
    const resources = await register({});
    const {
      version: _,
      parent,
      dependencies,
      ...options
    } = requireResource(resources, JOB).options;
    assert.deepEqual(
      dependencies?.toSorted(),
      [
        requireResource(resources, CONFIG_MAP).urn,
        requireResource(resources, CLAIM).urn,
      ].toSorted(),
    );
    assert.deepEqual(options, {
      deleteBeforeReplace: true,
      replaceOnChanges: ["#initerror"],
      customTimeouts: { create: "65596s", update: "65596s" },
    });
  });

  it("brings the script as it lies in the package", async () => {
    const { inputs } = requireResource(await register({}), CONFIG_MAP);
    const folder = resolve(__dirname, "../../preload");
    const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
    assert.deepEqual(
      [inputs.metadata, inputs.data],
      [
        {
          name: "weights-preload-01234567",
          namespace: "llm",
          labels: { "app.kubernetes.io/name": "preload", "app.kubernetes.io/instance": "weights" },
        },
        Object.fromEntries(
          names.map((name) => [name, readFileSync(join(folder, name), "utf8")] as const),
        ),
      ],
    );
  });

  it("fills a claim that exists too", async () => {
    const resources = await register({
      kind: StorageKind.existing,
      storageClassName: undefined,
    });
    assert.deepEqual(
      resources.map(({ name }) => name),
      ["weights", "weights-preload-script", "weights-preload"],
    );
  });

  it("is waited for by the snapshot, where pods read from a copy", async () => {
    const resources = await register({
      kind: StorageKind.hyperdiskMl,
      accessMode: undefined,
      storageClassName: undefined,
      zone: "us-central1-a",
    });
    const snapshot = resources.find(({ name }) => name === "weights-snapshot");
    const job = requireResource(resources, JOB);
    assert.ok(snapshot?.options.dependencies?.includes(job.urn));
  });

  it("is waited for by a model on the claim, which is served from its folder", async () => {
    const resources = await register({}, ({ ref: storage }) => {
      const model = modelSettings({ id: "acme/tiny", storage });
      return new ModelService("tiny", { ...modelServiceSpec({ model }), namespace: "llm" });
    });
    const release = requireResource(resources, "kubernetes:helm.sh/v3:Release");
    const job = requireResource(resources, JOB);
    const path = `/model-cache/acme/tiny/${PRELOAD.revision}`;
    assert.deepEqual(
      [
        release.options.dependencies?.includes(job.urn),
        JSON.stringify(release.inputs).includes(path),
      ],
      [true, true],
    );
  });
});

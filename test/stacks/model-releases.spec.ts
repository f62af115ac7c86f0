import assert from "node:assert/strict";
import { readBundledChart } from "../../components/bundled-chart";
import { ChartSource } from "../../plan/chart-source";
import { toEnvironment } from "../../stacks/environment";
import type { ModelRelease } from "../../stacks/model-release";
import { findRelease, RELEASES, type ReleaseCatalogue } from "../../stacks/release-catalogue";
import { digestRelease } from "../../stacks/release-lock";
import { renderIssues } from "../../units/issue";
import { changeLocalConfig, readLocalConfig } from "../support/local-stack";
import { linesOf, requireValue } from "../support/specs";
import { readConfig, stackNames } from "../support/stack-files";

const DEEPSEEK = "deepseek-v3-1";

const release = requireRelease(DEEPSEEK, 1);

function requireRelease(model: string, number: number): ModelRelease {
  const found = findRelease(RELEASES, model, number);
  if (found === undefined) throw new Error(`${model} has no release ${number}`);
  return found;
}

/** The releases with the first one of DeepSeek changed, and the lock as it is. */
function editRelease(changes: Partial<ModelRelease>): ReleaseCatalogue {
  const models = { ...RELEASES.models, [DEEPSEEK]: { 1: { ...release, ...changes } } };
  return { ...RELEASES, models };
}

/** The same as if it had been sealed so. */
function resealRelease(changes: Partial<ModelRelease>): ReleaseCatalogue {
  const digest = digestRelease({ ...release, ...changes });
  return { ...editRelease(changes), lock: { ...RELEASES.lock, [DEEPSEEK]: { 1: digest } } };
}

/** What is told of a configuration that may be deployed, as far as it is about `what`. */
function warningsFor(what: string, catalogue: ReleaseCatalogue, config: unknown): string[] {
  const { warnings } = requireValue(toEnvironment(config, catalogue));
  return renderIssues(warnings)
    .split("\n")
    .filter((line) => line.includes(what));
}

describe("sealed model releases", () => {
  for (const [model, numbers] of Object.entries(RELEASES.lock)) {
    for (const [number, digest] of Object.entries(numbers)) {
      it(`still have number ${number} of ${model} as it was sealed`, () => {
        assert.equal(digestRelease(requireRelease(model, Number(number))), digest);
      });
    }
  }

  for (const stack of stackNames()) {
    it(`are refused by ${stack} when their content has changed, with both digests`, () => {
      const edited = editRelease({ engine: { ...release.engine, contextLength: 65_536 } });
      assert.deepEqual(linesOf(toEnvironment(readConfig(stack), edited)), [
        "models.deepseek-v3-1.release: 1; release 1 of deepseek-v3-1 is sealed as sha256:4dba85677ae1, and its content is now sha256:7385f020a090; undo the change in stacks/models/deepseek-v3-1.ts, and make it release 2",
      ]);
    });
  }

  it("are the same in whatever order their content is written", () => {
    const reversed = Object.fromEntries(Object.entries(release).toReversed());
    assert.equal(digestRelease({ ...release, ...reversed }), digestRelease(release));
  });
});

describe("a release that is not sealed", () => {
  const { [DEEPSEEK]: _, ...others } = RELEASES.lock;
  const draft = { ...RELEASES, lock: others };

  it("is refused where a stack does not allow it", () => {
    const config = changeLocalConfig({ draftReleases: undefined });
    assert.deepEqual(linesOf(toEnvironment(config, draft)), [
      "models.deepseek-v3-1.release: 1; release 1 of deepseek-v3-1 is a draft, and this stack takes sealed releases only; seal it with scripts/seal-release.ts, or choose a sealed one",
    ]);
  });
  it("is told where a stack allows it", () => {
    assert.deepEqual(warningsFor("draft", draft, readLocalConfig()), [
      "models.deepseek-v3-1.release: 1; is a draft, which can still change under its number; seal it with scripts/seal-release.ts",
    ]);
  });
  it("is not allowed by another word than that", () => {
    const config = changeLocalConfig({ draftReleases: "alowed" });
    assert.deepEqual(linesOf(toEnvironment(config)), [
      'draftReleases: "alowed"; must be one of allowed, refused; did you mean allowed?',
    ]);
  });
});

describe("what a release leaves open", () => {
  const { version } = readBundledChart();
  const chart = { ...release.chart, version };
  const exact = {
    chart,
    engine: { ...release.engine, image: `lmsysorg/sglang@sha256:${"0".repeat(64)}` },
    model: { ...release.model, revision: "0".repeat(40) },
  };
  const about = (changes: Partial<ModelRelease>) =>
    warningsFor(DEEPSEEK, resealRelease(changes), readLocalConfig());

  it("is told: a tag that can move, weights without a revision", () => {
    assert.deepEqual(about({ chart }), [
      "models.deepseek-v3-1.release: 1; it names no revision of deepseek-ai/DeepSeek-V3.1, so the claim decides which weights are served; name one in the next release",
      "models.deepseek-v3-1.release: 1; its image lmsysorg/sglang:v0.5.2-cu129-b200 is named by a tag, which can move; name a digest in the next release",
    ]);
  });
  it("is nothing where image and weights are exact", () => {
    assert.deepEqual(about(exact), []);
  });
  it("is told where the chart is another one than it was proved with", () => {
    const older = { ...chart, version: "0.4.12+000000000000" };
    assert.deepEqual(about({ ...exact, chart: older }), [
      `models.deepseek-v3-1.release: 1; it was proved with the chart 0.4.12+000000000000, and this one is ${version}; where the preview exchanges pods, prove it anew as the next release`,
    ]);
  });
  it("is told of a folder with another chart, and of a chart that lies elsewhere nothing: its version is asked for", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const location = "oci://registry.example.com/charts/llm-d-modelservice";
    const folder = { source: ChartSource.path, location: "./chart", version: "0.1.0" };
    const registry = { source: ChartSource.oci, location, version: "0.1.0", digest };
    assert.deepEqual(
      [about({ ...exact, chart: folder }), about({ ...exact, chart: registry })],
      [
        [
          `models.deepseek-v3-1.release: 1; it was proved with the chart 0.1.0, and this one is ${version}; where the preview exchanges pods, prove it anew as the next release`,
        ],
        [],
      ],
    );
  });
  it("is never a chart that cannot be told: it is refused by its place in the release", () => {
    const chart = { source: ChartSource.oci, version: "0.1.0" };
    const lines = linesOf(toEnvironment(readLocalConfig(), resealRelease({ chart })));
    assert.deepEqual(
      lines.map((line) => line.slice(0, line.indexOf(";"))),
      ["models.deepseek-v3-1.chart.digest: absent", "models.deepseek-v3-1.chart.location: absent"],
    );
  });
  it("is never which image is meant: latest is refused, sealed or not", () => {
    const latest = resealRelease({
      engine: { ...release.engine, image: "lmsysorg/sglang:latest" },
    });
    assert.deepEqual(linesOf(toEnvironment(readLocalConfig(), latest)), [
      'models.deepseek-v3-1.engine.image: "lmsysorg/sglang:latest"; latest is another image tomorrow; name an exact tag, or better a digest (@sha256:...)',
    ]);
  });
});

describe("a machine whose row was not read at the vendor", () => {
  it("is told at its pool, and no other one", () => {
    const racks = { instanceType: "p6e-gb200.36xlarge", maxSize: 1 };
    const config = changeLocalConfig({ "nodePools.racks": racks });
    assert.deepEqual(
      [
        warningsFor("nodePools", RELEASES, config),
        warningsFor("nodePools", RELEASES, readConfig("prod-gke")),
      ],
      [
        [
          'nodePools.racks: "p6e-gb200.36xlarge"; its row in the catalogue was not read at the vendor; compare it with what a node of it shows under Allocatable',
        ],
        [
          'gke.nodePools.qwen3-32b: "ct6e-standard-8t"; its row in the catalogue was not read at the vendor; compare it with what a node of it shows under Allocatable',
        ],
      ],
    );
  });
});

describe("a stack file", () => {
  const others = [
    ...Object.keys(release),
    ...["image", "contextLength", "revision", "tensor", "port", "sharedMemory", "rollout"],
    ...["roles", "startUpBudgetSeconds", "extraValues", "environment", "namespace"],
  ];
  for (const key of others) {
    it(`says nothing of ${key}, which is for the release to say`, () => {
      const path = `models.${DEEPSEEK}.${key}`;
      const lines = linesOf(toEnvironment(changeLocalConfig({ [path]: "x" })));
      assert.deepEqual(
        lines.map((line) => line.split("; ").slice(0, 2)),
        [[`${path}: "x"`, "is not a known key"]],
      );
    });
  }
});

describe("a release that shares its cache", () => {
  const shared = { claimName: "kv-cache" };
  const kvCache = { tiers: { memory: "80%", shared } };
  const catalogue = resealRelease({ engine: { ...release.engine, kvCache } });

  it("is refused by a stack without a claim of that name", () => {
    assert.deepEqual(linesOf(toEnvironment(readLocalConfig(), catalogue)), [
      "models.deepseek-v3-1.release: 1; release 1 shares its cache in the claim kv-cache, and there is none of this name under storage; add storage.kv-cache, with accessMode ReadWriteMany",
    ]);
  });
  it("takes the claim from the stack, with what is known of it there", () => {
    const claim = { size: "2Ti", accessMode: "ReadWriteMany" };
    const kind = { kind: "storage-class", storageClassName: "ssd" };
    const config = changeLocalConfig({ "storage.kv-cache": { ...claim, ...kind } });
    const { spec, plan } = requireValue(toEnvironment(config, catalogue));
    const [role] = plan.models[DEEPSEEK]?.roles ?? [];
    assert.deepEqual(
      [spec.models[DEEPSEEK]?.engine.kvCache, role?.kvCacheTiers?.volumes],
      [
        { tiers: { memory: "80%", shared: { ...shared, ...claim, kind: "storage-class" } } },
        [
          {
            name: "kv-cache-shared",
            mountPath: "/kv-cache/shared",
            subPath: "deepseek-ai/DeepSeek-V3.1/sglang-v0.5.2-cu129-b200/auto/tensor-8",
            source: shared,
          },
        ],
      ],
    );
  });
});

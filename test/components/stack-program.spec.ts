import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { toEnvironment } from "../../stacks/environment";
import { createEnvironment } from "../../stacks/program";
import { readStackConfig } from "../../stacks/stack-config";
import { renderIssues } from "../../units/issue";
import { useKubeconfig } from "../support/kubeconfig";
import { changeLocalConfig, readLocalConfig, toPulumiConfig } from "../support/local-stack";
import { type MockRun, requireResource, runWithMocks } from "../support/mocks";
import { requireValue } from "../support/specs";

/** Specs of `stacks/` that need Pulumi; those under `test/stacks` run without it. */

const SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";
const URN = "urn:pulumi:test::llm-serving::";
const RELEASE = "kubernetes:helm.sh/v3:Release";

function run(changes: Readonly<Record<string, unknown>> = {}): Promise<MockRun<unknown>> {
  return runWithMocks(createEnvironment, { config: toPulumiConfig(changeLocalConfig(changes)) });
}

describe("the program of the stacks", () => {
  useKubeconfig();

  it("creates the local environment, all of it through the one provider", async () => {
    const { resources } = await run();
    const names = resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    assert.deepEqual(names.toSorted(), [
      "ModelService deepseek-v3-1",
      "ModelService qwen3-vl-235b",
      "ModelStorage llm-model",
      "Namespace llm",
      "PersistentVolumeClaim llm-model-claim",
      "PodDisruptionBudget qwen3-vl-235b-disruption-budget",
      "Release deepseek-v3-1-release",
      "Release qwen3-vl-235b-release",
      "StorageClass llm-model-class",
      "kubernetes cluster",
    ]);
    const others = resources.filter(({ custom, name }) => custom && name !== "cluster");
    const provider = `${URN}pulumi:providers:kubernetes::cluster::cluster-id`;
    assert.deepEqual(
      others.filter(({ options }) => options.provider !== provider).map(({ name }) => name),
      [],
    );
  });
  it("warns of what the environment leaves open, all in one text", async () => {
    const { warnings } = await run();
    const { warnings: expected } = requireValue(toEnvironment(readLocalConfig()));
    assert.deepEqual(warnings, [renderIssues(expected)]);
  });
  it("gives the provider the context and nothing of the kubeconfig, not even its path", async () => {
    const { resources } = await run();
    assert.deepEqual(requireResource(resources, "pulumi:providers:kubernetes").inputs, {
      context: "kwok-llmd",
      // Written by Pulumi's SDK, which takes it from the environment.
    });
  });
  it("starts no model before its claim and its namespace", async () => {
    const { resources } = await run();
    assert.deepEqual(
      requireResource(resources, RELEASE, "deepseek-v3-1-release").options.dependencies,
      [
        `${URN}kubernetes:core/v1:Namespace::llm`,
        `${URN}llmd:index:ModelStorage$kubernetes:core/v1:PersistentVolumeClaim::llm-model-claim`,
        `${URN}llmd:index:ModelStorage$kubernetes:storage.k8s.io/v1:StorageClass::llm-model-class`,
      ],
    );
  });

  const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    [
      "several mistakes, in one text",
      { "models.qwen3-vl-235b.replicaz": 1, "models.deepseek-v3-1.nodePool": "deepsek" },
      [
        'models.deepseek-v3-1.nodePool: "deepsek"; there is none of this name under nodePools; did you mean deepseek?',
        "models.qwen3-vl-235b.replicaz: 1; is not a known key; did you mean replicas?",
      ].join("\n"),
    ],
    [
      "a context that the kubeconfig does not have",
      { "cluster.context": "prod" },
      'cluster.context: "prod"; the kubeconfig has no such context; use one of kwok-llmd',
    ],
    [
      "a context that leads to another server than the stack says",
      { "cluster.server": "https://prod.example.com" },
      'cluster.server: "https://prod.example.com"; context kwok-llmd leads to https://127.0.0.1:16443; correct the stack file, or the kubeconfig',
    ],
  ];
  for (const [what, changes, message] of refusals) {
    it(`refuses ${what}, before the first resource`, async () => {
      const registered: string[] = [];
      const outputs = ({ name }: { readonly name: string }) => {
        registered.push(name);
        return {};
      };
      const config = toPulumiConfig(changeLocalConfig(changes));
      await assert.rejects(runWithMocks(createEnvironment, { config, outputs }), { message });
      assert.deepEqual(registered, []);
    });
  }

  it("does not quote a kubeconfig that is not YAML: the line may hold a key", async () => {
    const path = process.env.KUBECONFIG ?? "";
    writeFileSync(path, "users:\n- name: a\n  user: { client-key-data: cGxhbnRlZA==\n");
    await assert.rejects(run(), {
      message: `KUBECONFIG: ${JSON.stringify(path)}; is not YAML at line 4; correct the file`,
    });
  });
});

describe("readStackConfig", () => {
  afterEach(() => {
    delete process.env[SECRET_KEYS];
  });

  it("reads what stands under the name of the project, maps as maps and all else as text", async () => {
    const config = {
      "llm-serving:namespace": "5",
      "llm-serving:cluster": '{"context":"a"}',
      "llm-serving:mirror": "[not JSON",
      "other:namespace": "b",
    };
    const { value } = await runWithMocks(readStackConfig, { config });
    assert.deepEqual(value, { namespace: "5", cluster: { context: "a" }, mirror: "[not JSON" });
  });
  it("never hands out a secret, which would end in an error text", async () => {
    process.env[SECRET_KEYS] = '["llm-serving:token"]';
    const config = { "llm-serving:token": "hf_1", "llm-serving:namespace": "llm" };
    const { value } = await runWithMocks(readStackConfig, { config });
    assert.deepEqual(value, { token: "[secret]", namespace: "llm" });
  });
});

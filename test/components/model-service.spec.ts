import assert from "node:assert/strict";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Provider } from "@pulumi/kubernetes/provider";
import { all, output, secret } from "@pulumi/pulumi";
import { StorageKind } from "../../catalog/storage-kinds";
import { readBundledChart } from "../../components/bundled-chart";
import { ModelService, type ModelServiceArgs } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { rememberOrigin } from "../../components/ref-origin";
import { UNKNOWN } from "../../local/provider/wire";
import { ChartSource } from "../../plan/chart-source";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { DeployAs } from "../../plan/deploy-as";
import type { StorageRef } from "../../plan/model-storage-spec";
import {
  MODES,
  type RecordedResource,
  requireResource,
  resolveOutput,
  runWithMocks,
} from "../support/mocks";
import {
  anything,
  engineSettings,
  modelServicePlan,
  modelServiceSpec,
  modelSettings,
  modelStorageSpec,
  nodePoolRef,
} from "../support/specs";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
const URN = "urn:pulumi:test::llm-serving::llmd:index:";
const COMPONENT = `${URN}ModelService::tiny`;

function serviceArgs(changes: Partial<ModelServiceArgs> = {}): ModelServiceArgs {
  return { ...modelServiceSpec(), namespace: "llm", ...changes };
}

/** Values without wiring, as the plan of the same spec gives them. */
function plainValues(changes: Partial<ModelServiceArgs> = {}): object {
  return { ...toChartValues(modelServicePlan(changes), {}) };
}

function typesOf(resources: readonly RecordedResource[]): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`);
}

/** What a program fails with after its constructors have returned. */
async function rejectionOf(program: () => void): Promise<string> {
  const error: unknown = await runWithMocks(program).catch((reason: unknown) => reason);
  return error instanceof Error ? error.message : "nothing was refused";
}

/** Fails the test when any child was registered before the refusal. */
async function refusalOf(args: ModelServiceArgs): Promise<string> {
  let message = "nothing was refused";
  const { resources } = await runWithMocks(() => {
    try {
      new ModelService("tiny", args);
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
  });
  assert.deepEqual(typesOf(resources), ["llmd:index:ModelService tiny"]);
  return message;
}

describe("ModelService", () => {
  it("registers one Release with exactly these inputs and options", async () => {
    const { resources } = await runWithMocks(() => void new ModelService("tiny", serviceArgs()));
    const [component, release, ...others] = resources;
    const { version: _, ...options } = release?.options ?? {};
    assert.deepEqual(
      [component, { ...release, options }, others],
      [
        {
          urn: COMPONENT,
          type: "llmd:index:ModelService",
          name: "tiny",
          custom: false,
          inputs: {},
          options: {},
        },
        {
          urn: `${URN}ModelService$${RELEASE}::tiny-release`,
          type: RELEASE,
          name: "tiny-release",
          custom: true,
          inputs: {
            name: "tiny",
            namespace: "llm",
            chart: "chart",
            values: plainValues(),
            atomic: false,
            timeout: 3900,
            compat: "true",
          },
          options: { parent: COMPONENT, deleteBeforeReplace: true },
        },
        [],
      ],
    );
  });

  it("adds a PodDisruptionBudget after the Release when there is more than one replica", async () => {
    const roles = { both: { replicas: 2 } };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ roles })),
    );
    assert.deepEqual(typesOf(resources), [
      "llmd:index:ModelService tiny",
      `${RELEASE} tiny-release`,
      `${BUDGET} tiny-disruption-budget`,
    ]);
    const { inputs, options } = requireResource(resources, BUDGET);
    assert.deepEqual(inputs, {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "tiny", namespace: "llm" },
      spec: { maxUnavailable: 1, selector: { matchLabels: { "llm-d.ai/model": "tiny" } } },
    });
    assert.deepEqual(
      [options.parent, options.dependencies],
      [COMPONENT, [`${URN}ModelService$${RELEASE}::tiny-release`]],
    );
  });

  it("adds a PodDisruptionBudget for each role of several servers, for the pods of that role alone", async () => {
    const roles = { prefill: { replicas: 2 }, decode: { replicas: 3 } };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ roles })),
    );
    const budgets = resources.filter(({ type }) => type === BUDGET);
    assert.deepEqual(
      budgets.map(({ name, inputs }) => [name, inputs.metadata, inputs.spec]),
      ["prefill", "decode"].map((role) => [
        `tiny-${role}-disruption-budget`,
        { name: `tiny-${role}`, namespace: "llm" },
        {
          maxUnavailable: 1,
          selector: { matchLabels: { "llm-d.ai/model": "tiny", "llm-d.ai/role": role } },
        },
      ]),
    );
  });

  it("adds none for a role of one server", async () => {
    const roles = { prefill: { replicas: 2 }, decode: {} };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ roles })),
    );
    assert.deepEqual(
      resources.filter(({ type }) => type === BUDGET).map(({ name }) => name),
      ["tiny-prefill-disruption-budget"],
    );
  });

  it("puts both roles and the proxy into one Release", async () => {
    const changes = { roles: { prefill: {}, decode: {} } };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs(changes)),
    );
    assert.deepEqual(requireResource(resources, RELEASE).inputs.values, plainValues(changes));
  });

  it("waits for the pools of its roles, each once", async () => {
    const { resources } = await runWithMocks(() => {
      const pool = new Namespace("pool", {});
      const nodePool = rememberOrigin(nodePoolRef(), anything(pool));
      const roles = { prefill: { nodePool }, decode: { nodePool } };
      new ModelService("tiny", serviceArgs({ roles }));
    });
    assert.deepEqual(requireResource(resources, RELEASE).options.dependencies, [
      "urn:pulumi:test::llm-serving::kubernetes:core/v1:Namespace::pool",
    ]);
  });

  it("waits longer than all start-ups of a roll-out take", async () => {
    const changes = { roles: { both: { replicas: 3 } }, startUpBudgetSeconds: 600 };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs(changes)),
    );
    assert.equal(requireResource(resources, RELEASE).inputs.timeout, 2100);
  });

  it("waits for the claim in which its cache is shared", async () => {
    const { resources } = await runWithMocks(() => {
      const { ref: shared } = new ModelStorage("kv", { ...modelStorageSpec(), namespace: "llm" });
      const engine = engineSettings({ kvCache: { tiers: { memory: "80%", shared } } });
      new ModelService("tiny", serviceArgs({ engine }));
    });
    assert.deepEqual(requireResource(resources, RELEASE).options.dependencies, [
      `${URN}ModelStorage$kubernetes:core/v1:PersistentVolumeClaim::kv-claim`,
    ]);
  });

  it("waits for the claim whose ref it was given, and not for that of a copy", async () => {
    const { resources } = await runWithMocks(() => {
      const { ref } = new ModelStorage("weights", { ...modelStorageSpec(), namespace: "llm" });
      const model = (storage: StorageRef) => modelSettings({ id: "acme/tiny", storage });
      new ModelService("tiny", serviceArgs({ model: model(ref) }));
      new ModelService("copy", serviceArgs({ model: model({ ...ref }) }));
    });
    const claim = `${URN}ModelStorage$kubernetes:core/v1:PersistentVolumeClaim::weights-claim`;
    assert.deepEqual(
      ["tiny-release", "copy-release"].map(
        (name) => requireResource(resources, RELEASE, name).options.dependencies,
      ),
      [[claim], undefined],
    );
  });

  it("takes its provider from its own options", async () => {
    const { resources } = await runWithMocks(() => {
      const providers = [new Provider("cluster", { context: "here" })];
      new ModelService("tiny", serviceArgs({ roles: { both: { replicas: 2 } } }), { providers });
    });
    const provider =
      "urn:pulumi:test::llm-serving::pulumi:providers:kubernetes::cluster::cluster-id";
    assert.deepEqual(
      [RELEASE, BUDGET].map((type) => requireResource(resources, type).options.provider),
      [provider, provider],
    );
  });

  it("writes names and variables into the values as soon as they are known", async () => {
    const program = () => {
      const { id } = new Namespace("first", {});
      const wiring = {
        serviceAccountName: id,
        imagePullSecretNames: ["registry"],
        tokenSecretName: output("hf"),
        environment: { NCCL_DEBUG: output("INFO") },
        podAnnotations: { team: "llm" },
      };
      new ModelService("tiny", serviceArgs(wiring));
    };
    const values: unknown[] = [];
    for (const mode of MODES) {
      const { resources } = await runWithMocks(program, { mode });
      values.push(requireResource(resources, RELEASE).inputs.values);
    }
    const wiring = {
      serviceAccountName: "first-id",
      imagePullSecretNames: ["registry"],
      tokenSecretName: "hf",
      environment: { NCCL_DEBUG: "INFO" },
      podAnnotations: { team: "llm" },
    };
    assert.deepEqual(values, [{ ...toChartValues(modelServicePlan(), wiring) }, UNKNOWN]);
  });

  it("shows the whole release in a preview, where nothing but the wiring is unknown", async () => {
    const { resources } = await runWithMocks(
      () => {
        const { id } = new Namespace("first", {});
        new ModelService("tiny", serviceArgs({ namespace: id }));
      },
      { mode: "preview" },
    );
    const { inputs } = requireResource(resources, RELEASE);
    assert.deepEqual([inputs.namespace, inputs.values], [UNKNOWN, plainValues()]);
  });

  it("exposes what a router needs, and the version of the chart", async () => {
    const { value } = await runWithMocks(async () => {
      const service = new ModelService("tiny", serviceArgs({ releaseName: "ms-tiny", port: 8200 }));
      const outputs = all([service.releaseName, service.chartVersion]);
      return { ref: service.ref, outputs: await resolveOutput(outputs) };
    });
    assert.deepEqual(value, {
      ref: {
        releaseName: "ms-tiny",
        labels: { "llm-d.ai/model": "ms-tiny" },
        port: 8200,
        engine: "vllm",
        servedName: "acme/tiny",
      },
      outputs: ["ms-tiny", readBundledChart().version],
    });
  });

  it("lays extra values over its own", async () => {
    const extraValues = { decode: { priorityClassName: "high", replicas: 5 } };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ extraValues })),
    );
    const { decode, ...rest } = plainValues() as { decode: object };
    assert.deepEqual(requireResource(resources, RELEASE).inputs.values, {
      ...rest,
      decode: { ...decode, priorityClassName: "high", replicas: 5 },
    });
  });
  it("takes extra values for hardware that it has no word for", async () => {
    const extraValues = {
      accelerator: {
        dra: true,
        resourceClaimTemplates: {
          nvidia: { count: 8, selectors: [{ cel: { expression: "device.driver == 'gpu'" } }] },
          neuron: { name: "neuron", class: "neuron.example.com", match: "exactly" },
        },
      },
      multinode: true,
      schedulerName: "gang",
      decode: {
        accelerator: { type: "nvidia", dra: false },
        acceleratorTypes: { labelKey: "nvidia.com/gpu.product", labelValues: ["B200"] },
        annotations: { team: "serving" },
        hostIPC: true,
        hostPID: true,
        resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
        schedulerName: "binpack",
        parallelism: { data: 3, workers: 3 },
        strategy: { type: "RollingUpdate" },
        subGroupPolicy: { subGroupSize: 2, subGroupPolicyType: "LeaderExcluded" },
        subGroupExclusiveTopology: "cloud.google.com/gke-nodepool",
      },
    };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ extraValues })),
    );
    assert.deepEqual(
      requireResource(resources, RELEASE).inputs.values,
      mergeValues(plainValues(), extraValues),
    );
  });
  it("takes extra values for requesters, which take its strategy away", async () => {
    const extraValues = { requester: { enable: true }, decode: { strategy: null } };
    const { resources } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ extraValues })),
    );
    assert.deepEqual(
      requireResource(resources, RELEASE).inputs.values,
      mergeValues(plainValues(), extraValues),
    );
  });
  it("refuses extra values for claims that the chart does not take", async () => {
    const nvidia = { name: "Not a label", count: 0, selectors: ["gpu"], classes: [] };
    const extraValues = {
      accelerator: { dra: "yes", resourceClaimTemplates: { nvidia } },
      decode: { subGroupPolicy: { subGroupSize: 0, subGroupPolicyType: "LeaderOnly" } },
    };
    const message = await refusalOf(serviceArgs({ extraValues }));
    assert.deepEqual(
      message.split("\n").map((line) => line.split(";").slice(0, 2).join(";")),
      [
        "tiny cannot work as it is written:",
        'extraValues.accelerator.dra: "yes"; must be true or false',
        "extraValues.accelerator.resourceClaimTemplates.nvidia.classes: []; is not a known key",
        "extraValues.accelerator.resourceClaimTemplates.nvidia.count: 0; must be at least 1",
        'extraValues.accelerator.resourceClaimTemplates.nvidia.name: "Not a label"; must match pattern "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"',
        'extraValues.accelerator.resourceClaimTemplates.nvidia.selectors[0]: "gpu"; must be a map',
        'extraValues.decode.subGroupPolicy.subGroupPolicyType: "LeaderOnly"; must be one of LeaderWorker, LeaderExcluded',
        "extraValues.decode.subGroupPolicy.subGroupSize: 0; must be at least 1",
      ],
    );
  });
  it("refuses extra values that the chart does not take, with their paths", async () => {
    const extraValues = { decode: { replicaz: 5, replicas: -1 } };
    const message = await refusalOf(serviceArgs({ extraValues }));
    assert.deepEqual(
      message.split("\n").map((line) => line.split(";").slice(0, 2).join(";")),
      [
        "tiny cannot work as it is written:",
        "extraValues.decode.replicas: -1; must be at least 0",
        "extraValues.decode.replicaz: 5; is not a known key",
      ],
    );
  });

  it("refuses with every reason at once, in one text, before the first child", async () => {
    const args = serviceArgs({
      roles: { both: { parallelism: { tensor: 16 } } },
      engine: anything({ name: "vllm", contextLenght: 8 }),
    });
    assert.equal(
      await refusalOf(args),
      [
        "tiny cannot work as it is written:",
        "engine.contextLenght: 8; is not an engine setting; did you mean contextLength?",
        "roles.both.parallelism.tensor: 16; 16 devices (tensor 16 x pipeline 1) in one pod, but p6-b200.48xlarge has 8; use 8 or fewer, or a pool whose nodes have 16, or workers 2",
      ].join("\n"),
    );
  });

  it("refuses a secret in what everyone can read, without showing it", async () => {
    const args = {
      environment: { TOKEN: secret("hf_1") },
      podAnnotations: { token: secret("hf_1") },
    };
    const error = await rejectionOf(() => void new ModelService("tiny", serviceArgs(args)));
    const rule = "values of a release can be read by everyone who can read the release";
    // Pulumi puts in front of it which property could not be read.
    assert.equal(
      error.slice(error.indexOf("tiny cannot")),
      [
        "tiny cannot work as it is written:",
        `environment.TOKEN: "[secret]"; ${rule}; put it into a Secret and name that`,
        `podAnnotations.token: "[secret]"; ${rule}; put it into a Secret and name that`,
      ].join("\n"),
    );
  });
  it("refuses a secret map of variables, which types forbid and other languages allow", async () => {
    const args = { environment: anything<Record<string, string>>(secret({ TOKEN: "hf_1" })) };
    const error = await rejectionOf(() => void new ModelService("tiny", serviceArgs(args)));
    assert.match(error, /^environment: "\[secret\]"; /m);
  });
  it("knows every argument that its type has", async () => {
    const { routingProxyImage: _, ...args }: Required<ModelServiceArgs> = {
      ...modelServiceSpec(),
      releaseName: "tiny",
      rollout: { maxUnavailable: 1 },
      port: 8000,
      sharedMemory: "20Gi",
      startUpBudgetSeconds: 600,
      routingProxyImage: "known, and refused beside servers that do everything",
      imageRegistryMirror: "registry.example.com",
      allowUnproven: "of no use for a model that is not known",
      defaults: "2026-11",
      namespace: "llm",
      serviceAccountName: "reader",
      imagePullSecretNames: ["registry"],
      tokenSecretName: "hf",
      verifyTokenSecret: false,
      environment: {},
      podAnnotations: {},
      extraValues: {},
      handOver: false,
      chart: { source: ChartSource.bundled },
      deployAs: DeployAs.release,
    };
    const { resources } = await runWithMocks(() => void new ModelService("tiny", args));
    assert.deepEqual(typesOf(resources), [
      "llmd:index:ModelService tiny",
      `${RELEASE} tiny-release`,
    ]);
  });
  describe("with a model whose memory is computed", () => {
    const parallelism = { tensor: 8 };
    const args = serviceArgs({ model: modelSettings(), roles: { both: { parallelism } } });
    const small = nodePoolRef({ instanceType: "p5.48xlarge" });
    const run = (changes: Partial<ModelServiceArgs>) =>
      runWithMocks(() => resolveOutput(new ModelService("tiny", { ...args, ...changes }).memory));

    it("says in its outputs what each device holds", async () => {
      const { value, warnings } = await run({});
      const [report] = value ?? [];
      assert.deepEqual(
        [report?.role, report?.accelerator, report?.unproven, report?.tokens, warnings],
        ["both", "B200", undefined, 1_206_000, []],
      );
      assert.deepEqual(report?.terms?.slice(0, 1), [
        { name: "embedding", size: "0.22 GiB", why: "1/8 of the rows" },
      ]);
    });
    it("warns in every run of what is let through, and says it in its outputs", async () => {
      const { value, warnings } = await run({ nodePool: small, allowUnproven: "measured" });
      assert.deepEqual(
        [
          value?.map(({ unproven }) => unproven?.slice(0, 39)),
          warnings.map((text) => text.slice(text.lastIndexOf("; "))),
        ],
        [["deepseek-ai/DeepSeek-V3.1 does not load"], ["; allowed unproven: measured"]],
      );
    });
    it("refuses it before any child", async () => {
      const [, line = ""] = (await refusalOf({ ...args, nodePool: small })).split("\n");
      assert.equal(
        line.slice(0, line.indexOf(" does not load")),
        "roles.both.parallelism.tensor: 8; deepseek-ai/DeepSeek-V3.1",
      );
    });
  });
  it("warns of files that take long to load, with what helps", async () => {
    const storage = { claimName: "llm-model", kind: StorageKind.efs, readThroughput: "350Mi" };
    const model = modelSettings({ storage });
    const roles = { both: { parallelism: { tensor: 8 } } };
    const { warnings } = await runWithMocks(
      () => void new ModelService("tiny", serviceArgs({ model, roles })),
    );
    assert.deepEqual(warnings, [
      'model.storage.readThroughput: "350Mi"; 641.30 GiB at 367 MB/s take 31 minutes at each start of a pod; use kind fsx-lustre',
    ]);
  });
  it("registers no Release whose values would hold a secret", async () => {
    const registered: string[] = [];
    const outputs = ({ name }: RecordedResource) => {
      registered.push(name);
      return {};
    };
    const args = { environment: { TOKEN: secret("hf_1") } };
    await assert.rejects(
      runWithMocks(() => void new ModelService("tiny", serviceArgs(args)), { outputs }),
    );
    assert.deepEqual(registered, ["tiny"]);
  });
});

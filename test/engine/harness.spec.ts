import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import { Provider } from "@pulumi/aws/provider";
import { NodePool } from "@pulumi/gcp/container/nodePool";
import { ComponentResource, Config, runtime, secret } from "@pulumi/pulumi";
import type { RecordingProvider } from "../../local/provider/recording-provider";
import { Secret, UNKNOWN } from "../../local/provider/wire";
import type { EngineStack } from "../support/engine";
import { serveRecordingProviders, withStack } from "../support/engine";
import { EngineFailure, requireStep, summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

const URN = "urn:pulumi:test::llm-serving::";
const GROUP = "aws:eks/nodeGroup:NodeGroup";

interface Size {
  readonly machine?: string;
  readonly nodes?: number;
}

/** Two clouds under one component: a GKE pool that needs the ARN of an EKS node group. */
class Pools extends ComponentResource {
  constructor(name: string, { machine = "p5.48xlarge", nodes = 1 }: Size) {
    super("test:index:Pools", name);
    const group = new NodeGroup(
      `${name}-eks`,
      {
        clusterName: "cluster",
        nodeRoleArn: "arn:aws:iam::000000000000:role/node",
        subnetIds: ["subnet-1"],
        instanceTypes: [machine],
        scalingConfig: { minSize: nodes, maxSize: nodes, desiredSize: nodes },
      },
      { parent: this, protect: false, customTimeouts: { create: "45m" } },
    );
    new NodePool(
      `${name}-gke`,
      { cluster: group.arn, nodeCount: nodes },
      { parent: this, ignoreChanges: ["nodeCount"] },
    );
    this.registerOutputs();
  }
}

function pools(size: Size = {}): () => Promise<Record<string, unknown>> {
  return async () => {
    new Pools("gpu", size);
    return { machine: size.machine ?? "default" };
  };
}

/** The calls that change something, as `<method> <name>`. */
function writes(provider: RecordingProvider): string[] {
  return provider.calls
    .filter(({ method, preview }) => /create|update|delete/.test(method) && !preview)
    .map(({ method, name }) => `${method} ${name}`);
}

describe("withStack", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("shows what a first run would do, with full URN, parent, inputs and options", async () => {
    const preview = await withStack({ program: pools() }, (stack) => stack.preview());
    assert.deepEqual(summarize(preview), ["create gpu", "create gpu-eks", "create gpu-gke"]);
    const group = requireStep(preview, "gpu-eks");
    const pool = requireStep(preview, "gpu-gke");
    assert.deepEqual(
      [group.urn, group.parent, group.inputs.instanceTypes, group.options.customTimeouts],
      [
        `${URN}test:index:Pools$${GROUP}::gpu-eks`,
        `${URN}test:index:Pools::gpu`,
        ["p5.48xlarge"],
        { create: "45m" },
      ],
    );
    assert.deepEqual(
      [pool.options.dependencies, pool.options.propertyDependencies, pool.options.ignoreChanges],
      [[group.urn], { cluster: [group.urn] }, ["nodeCount"]],
    );
    assert.deepEqual(pool.inputs, { cluster: UNKNOWN, nodeCount: 1 });
    assert.deepEqual(preview.diagnostics, []);
  });

  it("previews without creating, and leaves what only a cloud knows unknown", async () => {
    const providers = await serveRecordingProviders({});
    await withStack({ program: pools(), providers }, (stack) => stack.preview());
    const create = providers.gcp.calls.find(({ method }) => method === "create");
    assert.deepEqual([create?.preview, create?.inputs.cluster], [true, UNKNOWN]);
  });

  describe("from the first run to the last", () => {
    const types = { [GROUP]: { replaceOn: ["instanceTypes"] } };
    /** One stack for all operations, in the order in which they happen to a real one. */
    async function through(body: (stack: EngineStack, clouds: Clouds) => Promise<void>) {
      const providers = await serveRecordingProviders({ aws: { types } });
      await withStack({ program: pools(), providers }, async (stack) => {
        await stack.up();
        await body(stack, providers);
      });
    }
    type Clouds = Awaited<ReturnType<typeof serveRecordingProviders>>;

    it("creates in order of dependency, and then changes nothing", () =>
      through(async (stack, { aws, gcp }) => {
        assert.deepEqual([...writes(aws), ...writes(gcp)], ["create gpu-eks", "create gpu-gke"]);
        const again = await stack.up();
        assert.deepEqual(summarize(again), ["same gpu", "same gpu-eks", "same gpu-gke"]);
        assert.deepEqual([again.changes, again.outputs], [{ same: 4 }, { machine: "default" }]);
      }));

    it("updates what changed and honours ignoreChanges", () =>
      through(async (stack, { aws, gcp }) => {
        const changed = await stack.up(pools({ nodes: 2 }));
        assert.deepEqual(summarize(changed), ["same gpu", "update gpu-eks", "same gpu-gke"]);
        assert.deepEqual(requireStep(changed, "gpu-eks").diffs, ["scalingConfig"]);
        assert.deepEqual([writes(aws).at(-1), writes(gcp).length], ["update gpu-eks", 1]);
      }));

    it("replaces for a property that cannot change in place, and says which", () =>
      through(async (stack, { aws }) => {
        const preview = await stack.preview(pools({ machine: "p5en.48xlarge" }));
        assert.deepEqual(requireStep(preview, "gpu-eks", "replace").replaceKeys, ["instanceTypes"]);
        await stack.up(pools({ machine: "p5en.48xlarge" }));
        assert.deepEqual(writes(aws).slice(1), ["create gpu-eks", "delete gpu-eks"]);
      }));

    it("finds what was changed or deleted behind its back", () =>
      through(async (stack, { aws, gcp }) => {
        aws.drift("gpu-eks");
        gcp.drift("gpu-gke", { nodeCount: 7 });
        const refreshed = await stack.refresh();
        assert.equal(requireStep(refreshed, "gpu-eks").op, "delete");
        assert.equal(requireStep(refreshed, "gpu-gke").op, "update");
        assert.equal(requireStep(await stack.preview(), "gpu-eks").op, "create");
      }));

    it("destroys in the opposite order and leaves an empty state", () =>
      through(async (stack, { aws, gcp }) => {
        const destroyed = await stack.destroy();
        assert.deepEqual(summarize(destroyed), ["delete gpu-gke", "delete gpu-eks", "delete gpu"]);
        assert.deepEqual(
          [writes(aws).at(-1), writes(gcp).at(-1)],
          ["delete gpu-eks", "delete gpu-gke"],
        );
        assert.deepEqual(await stack.exportState(), []);
      }));

    it("reports the failure of a provider and goes on in the next run", () =>
      through(async (stack, { aws }) => {
        aws.failNext("update", "gpu-eks", "InsufficientInstanceCapacity");
        const failure = await stack.up(pools({ nodes: 3 })).catch((error: unknown) => error);
        assert(failure instanceof EngineFailure);
        assert.match(failure.message, /InsufficientInstanceCapacity/);
        assert.equal(requireStep(failure.outcome, "gpu-eks").op, "update");
        assert.equal(requireStep(await stack.up(pools({ nodes: 3 })), "gpu-eks").op, "update");
      }));
  });

  it("tells providers apart by their inputs", async () => {
    const providers = await serveRecordingProviders({});
    const program = async () => {
      const provider = new Provider("west", { region: "us-west-2" });
      new SecurityGroup("there", {}, { provider });
    };
    const outcome = await withStack({ program, providers }, (stack) => stack.up());
    const create = providers.aws.calls.find(({ method }) => method === "create");
    assert.equal(create?.provider.region, "us-west-2");
    assert.deepEqual(summarize(outcome), ["create west", "create there"]);
  });

  it("keeps a secret out of steps and, in clear text, out of the state", async () => {
    const program = async () => {
      new SecurityGroup("closed", { description: secret("hf_secret") });
    };
    const [step, state] = await withStack({ program }, async (stack) => [
      requireStep(await stack.up(), "closed"),
      JSON.stringify(await stack.exportState()),
    ]);
    assert.deepEqual(step.inputs.description, new Secret(null));
    assert.match(state, /"ciphertext":/);
    assert.doesNotMatch(state, /hf_secret/);
  });

  it("gives configuration and the answers of functions to the program", async () => {
    const providers = await serveRecordingProviders({
      aws: {
        invokes: { "aws:index/getZone:getZone": ({ name }) => ({ zoneId: `id of ${name}` }) },
      },
    });
    const program = async () => {
      const name = new Config("llm-serving").require("zone");
      return runtime.invoke("aws:index/getZone:getZone", { name });
    };
    const config = { "llm-serving:zone": "us-east-1a" };
    const { outputs } = await withStack({ program, providers, config }, (stack) => stack.up());
    assert.deepEqual(outputs, { zoneId: "id of us-east-1a" });
  });

  it("fails on two resources with one URN", async () => {
    const program = async () => {
      new SecurityGroup("same");
      new SecurityGroup("same");
    };
    await assert.rejects(
      withStack({ program }, (stack) => stack.preview()),
      { name: "EngineFailure", message: /Duplicate resource URN '.*SecurityGroup::same'/ },
    );
  });

  it("fails on a function without an answer, and when the program throws", async () => {
    const invoke = async () => runtime.invoke("aws:index/getZone:getZone", {});
    const thrown = () => Promise.reject(new Error("no cluster"));
    await withStack({ program: invoke }, async (stack) => {
      await assert.rejects(stack.preview(), { message: /getZone has no recorded answer/ });
      await assert.rejects(stack.preview(thrown), { message: /no cluster/ });
    });
  });

  it("fails on a promise that is rejected in the program and not awaited", async () => {
    const program = async () => {
      void Promise.reject(new Error("lost in the program"));
    };
    await assert.rejects(
      withStack({ program }, (stack) => stack.up()),
      { name: "EngineFailure", message: /lost in the program/ },
    );
  });

  it("fails on a promise that is rejected in a provider and not awaited", async () => {
    const outputs = () => {
      void Promise.reject(new Error("lost in the provider"));
      return {};
    };
    const providers = await serveRecordingProviders({ aws: { types: { [GROUP]: { outputs } } } });
    await assert.rejects(
      withStack({ program: pools(), providers }, (stack) => stack.up()),
      { message: /lost in the provider/ },
    );
  });

  it("leaves no file behind", async () => {
    const local = resolve(__dirname, "../../.local");
    const stacks = () => readdirSync(local).filter((name) => name.startsWith("test-stack-"));
    const before = stacks();
    await withStack({ program: pools() }, (stack) => stack.preview());
    assert.deepEqual(stacks(), before);
  });
});

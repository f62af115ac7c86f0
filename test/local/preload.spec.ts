import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Provider } from "@pulumi/kubernetes/provider";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { applyNodes, type FakeNode } from "../../local/control-plane/nodes";
import { applyVolumes } from "../../local/control-plane/volumes";
import { serveKubernetesProvider } from "../../local/provider/kubernetes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { type EngineStack, withStack } from "../support/engine";
import { modelServiceSpec, modelSettings, modelStorageSpec } from "../support/specs";
import { failure, useTestPlane } from "./test-plane";

const NAMESPACE = "llm";
const ZONE = "us-east-1a";

function toNode(name: string, machine: Partial<FakeNode>): FakeNode {
  const size = { cpu: "192", memory: "2Ti", ...machine.capacity };
  return { name, taints: [], labels: {}, ...machine, capacity: size, allocatable: size };
}

/** One with devices in the zone, and one without in each of two zones. */
const NODES = [
  toNode("gpu", {
    labels: {
      "node.kubernetes.io/instance-type": "p6-b200.48xlarge",
      "nvidia.com/gpu.present": "true",
      "topology.kubernetes.io/zone": ZONE,
    },
    capacity: { "nvidia.com/gpu": "8" },
  }),
  toNode("plain", { labels: { "topology.kubernetes.io/zone": ZONE } }),
  toNode("elsewhere", { labels: { "topology.kubernetes.io/zone": "us-east-1b" } }),
];

describe("a preload, on a real API server and scheduler", () => {
  const testPlane = useTestPlane("preload", ["pulumi", "helm"]);

  before(async () => {
    await applyNodes(testPlane().plane, NODES);
  });

  // A volume whose claim is gone is made anew.
  beforeEach(async () => {
    const claim = { namespace: NAMESPACE, name: "weights" };
    const volume = { name: "weights", storageClassName: "ssd", capacity: "2Ti", claim };
    await applyVolumes(testPlane().plane, [{ ...volume, accessModes: ["ReadWriteMany"] }]);
  });

  it("runs in the zone on a node without devices, and the model is served after it", () =>
    withCluster(serve(ZONE), async (stack) => {
      await stack.up();
      const path = "{.items[*].spec.nodeName} {.items[*].status.phase}";
      const ofJob = ["get", "pods", "-n", NAMESPACE, "-l", "app.kubernetes.io/name=preload"];
      const pod = await testPlane().kubectl(...ofJob, "-o", `jsonpath=${path}`);
      assert.equal(pod, "plain Succeeded");
      const ended = await readTime("job", "weights-preload-01234567", "{.status.completionTime}");
      const begun = await readTime("deployment", "tiny-decode", "{.metadata.creationTimestamp}");
      assert.equal(ended <= begun, true);
      const count = (await stack.exportState()).length;
      assert.deepEqual((await stack.up()).changes, { same: count });
      await stack.refresh();
      assert.deepEqual((await stack.up()).changes, { same: count });
    }));

  it("keeps the model back where it fails, says why, and is made anew by the next run", () =>
    withCluster(serve("us-east-1z"), async (stack) => {
      const late = failLater();
      assert.match(
        await failure(stack.up()),
        /Job llm\/weights-preload-01234567 is Job was active longer than specified deadline now/,
      );
      await late;
      const releases = (await stack.exportState()).filter(({ type }) => type.endsWith(":Release"));
      assert.deepEqual(releases, []);
      await stack.up(serve(ZONE));
    }));

  /** There is no node in the zone of the Job; its time is cut short. */
  async function failLater(): Promise<void> {
    const patch = ["-p", '{"spec":{"activeDeadlineSeconds":1}}'];
    for (let tries = 0; tries < 200; tries += 1) {
      await delay(100);
      const job = ["patch", "job", "weights-preload-01234567", "-n", NAMESPACE, ...patch];
      if (
        await testPlane()
          .kubectl(...job)
          .then(
            () => true,
            () => false,
          )
      )
        return;
    }
  }

  function readTime(kind: string, name: string, path: string): Promise<string> {
    return testPlane().kubectl("get", kind, name, "-n", NAMESPACE, "-o", `jsonpath=${path}`);
  }

  function serve(zone: string): PulumiFn {
    return async () => {
      const provider = new Provider("cluster", testPlane().access);
      const providers = [provider];
      const { name: namespace } = new Namespace(
        "namespace",
        { metadata: { name: NAMESPACE } },
        { provider },
      ).metadata;
      const revision = "0123456789abcdef0123456789abcdef01234567";
      const preload = { model: "acme/tiny", revision, tokenSecretName: "hf-token" };
      const spec = modelStorageSpec({ preload, zone });
      const { ref } = new ModelStorage("weights", { ...spec, namespace }, { providers });
      // Its zone is that of the Job alone: the pool says nothing of its own.
      const model = modelSettings({ id: "acme/tiny", storage: ref });
      new ModelService("tiny", { ...modelServiceSpec({ model }), namespace }, { providers });
    };
  }

  async function withCluster(
    program: PulumiFn,
    body: (stack: EngineStack) => Promise<void>,
  ): Promise<void> {
    const { directory, tool } = testPlane();
    const kubernetes = await serveKubernetesProvider({
      helm: tool("helm"),
      kubectl: tool("kubectl"),
      directory: join(directory, "provider"),
      programDirectory: repositoryRoot(),
      longestWaitSeconds: 60,
    });
    await withStack({ program, providers: { kubernetes } }, async (stack) => {
      try {
        await body(stack);
      } finally {
        await stack.destroy();
      }
    });
  }
});

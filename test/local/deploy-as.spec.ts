import assert from "node:assert/strict";
import { join } from "node:path";
import { Provider } from "@pulumi/kubernetes/provider";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ModelService, type ModelServiceArgs } from "../../components/model-service";
import { applyObjects } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { applyVolumes } from "../../local/control-plane/volumes";
import { serveKubernetesProvider } from "../../local/provider/kubernetes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { DeployAs } from "../../plan/deploy-as";
import { serveCharts } from "../support/chart-components";
import { type EngineStack, withStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { modelServiceSpec } from "../support/specs";
import { failure, useTestPlane } from "./test-plane";

const NAMESPACE = "llm";
const DEPLOYMENT = "tiny-objects:llm/tiny-decode";

const asRelease = { deployAs: DeployAs.release };
const asObjects = { deployAs: DeployAs.objects };
const autoscaled = { extraValues: { decode: { autoscaling: { enabled: true } } } };

describe("the two ways to deploy a model, on a real API server and scheduler", () => {
  const testPlane = useTestPlane("deploy-as", ["pulumi", "helm"]);

  before(async () => {
    const { plane, kubectl } = testPlane();
    const size = { cpu: "192", memory: "2Ti", "nvidia.com/gpu": "8" };
    const labels = {
      "node.kubernetes.io/instance-type": "p6-b200.48xlarge",
      "nvidia.com/gpu.present": "true",
    };
    await applyNodes(plane, [
      { name: "gpu", taints: [], labels, capacity: size, allocatable: size },
    ]);
    await kubectl("create", "namespace", NAMESPACE);
    const claim = { namespace: NAMESPACE, name: "llm-model" };
    const volume = { name: "weights", storageClassName: "ssd", capacity: "2Ti", claim };
    const accessModes = ["ReadWriteMany"];
    await applyVolumes(plane, [{ ...volume, accessModes }]);
    const resources = { requests: { storage: "2Ti" } };
    const spec = { storageClassName: "ssd", accessModes, resources };
    const metadata = { namespace: NAMESPACE, name: "llm-model" };
    await applyObjects(plane, [
      { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, spec },
    ]);
  });

  it("makes objects, finds them unchanged, waits as a release does, and removes them", async () => {
    await withCluster(serve({ ...asObjects, startUpBudgetSeconds: 600 }), async (stack) => {
      const made = ["tiny-objects", "tiny-objects:llm/tiny", DEPLOYMENT];
      const rest = ["cluster", "tiny", "tiny-disruption-budget"];
      const created = [...rest, ...made].map((name) => `create ${name}`).sort();
      assert.deepEqual(summarize(await stack.preview()).sort(), created);
      assert.deepEqual(summarize(await stack.up()).sort(), created);
      const deployment = (await stack.exportState()).find(({ type }) => isDeployment(type));
      assert.deepEqual(deployment?.customTimeouts, { create: 1500, update: 1500 });
      const unchanged = { same: created.length + 1 };
      assert.deepEqual((await stack.up()).changes, unchanged);
      await stack.refresh();
      assert.deepEqual((await stack.up()).changes, unchanged);
      await stack.destroy();
      assert.equal(await read("deployments", "{.items[*].metadata.name}"), "");
    });
  });

  it("shows in a preview which field changes, and in a refresh what was changed by hand", async () => {
    await withCluster(serve(asObjects), async (stack) => {
      await stack.up();
      const changed = await stack.preview(serve({ ...asObjects, podAnnotations: { team: "llm" } }));
      assert.deepEqual(
        [changed.changes, requireStep(changed, DEPLOYMENT).changedPaths],
        [{ same: 6, update: 1 }, ["spec.template.metadata.annotations"]],
      );
      await scale(1);
      assert.equal(requireStep(await stack.refresh(), DEPLOYMENT).op, "update");
      assert.deepEqual(requireStep(await stack.preview(), DEPLOYMENT).changedPaths, [
        "spec.replicas",
      ]);
    });
  });

  it("keeps the number of pods that an autoscaler has set, through an update and a refresh", async () => {
    const args = { ...asObjects, ...autoscaled };
    await withCluster(serve(args), async (stack) => {
      await stack.up();
      await scale(3);
      const changed = serve({ ...args, podAnnotations: { team: "llm" } });
      assert.deepEqual((await stack.up(changed)).changes, { same: 6, update: 1 });
      assert.deepEqual([await readReplicas(), await readAnnotation()], ["3", "llm"]);
      await scale(4);
      await stack.refresh();
      assert.deepEqual((await stack.up(changed)).changes, { same: 7 });
      assert.equal(await readReplicas(), "4");
    });
  });

  it("hands a running model from release to objects and back, and its pods stay", async () => {
    const handOver = { handOver: true };
    await withCluster(serve(asRelease), async (stack) => {
      await stack.up();
      const pods = await readPods();
      assert.equal(pods.length, 2);

      assert.deepEqual((await stack.up(serve({ ...asRelease, ...handOver }))).changes, { same: 5 });
      await stack.up(serve({ ...asObjects, ...handOver }, { upsertExistingObjects: true }));
      await forgetRelease();
      await stack.up(serve(asObjects));
      assert.deepEqual(await readPods(), pods);

      // What has taken the objects over can change them as well.
      const first = { podAnnotations: { team: "first" } };
      await stack.up(serve({ ...asObjects, ...first }));
      assert.equal(await readAnnotation(), "first");
      const exchanged = await readPods();

      const told = await stack.up(serve({ ...asObjects, ...handOver, ...first }));
      assert.deepEqual(told.changes, { same: 7 });
      await stack.up(serve({ ...asRelease, ...handOver, ...first }));
      await stack.up(serve({ ...asRelease, ...first }));
      assert.deepEqual(await readPods(), exchanged);

      await stack.up(serve({ ...asRelease, podAnnotations: { team: "second" } }));
      assert.equal(await readAnnotation(), "second");
    });
    assert.equal(await read("deployments", "{.items[*].metadata.name}"), "");
  });

  it("hands over a model under an autoscaler with as many pods as it has", async () => {
    const handOver = { ...autoscaled, handOver: true };
    await withCluster(serve({ ...asRelease, ...autoscaled }), async (stack) => {
      await stack.up();
      await scale(3);
      const pods = await readPods();
      assert.equal(pods.length, 3);
      await stack.up(serve({ ...asRelease, ...handOver }));
      await stack.up(serve({ ...asObjects, ...handOver }, { upsertExistingObjects: true }));
      assert.deepEqual(await readPods(), pods);
      await forgetRelease();
      await stack.up(serve({ ...asRelease, ...handOver }));
      await stack.up(serve({ ...asRelease, ...autoscaled }));
      assert.deepEqual(await readPods(), pods);
    });
  });

  it("fails where it was not told to hand over, and the pods stay", async () => {
    for (const [from, to, reason] of [
      [
        asRelease,
        asObjects,
        /(ServiceAccount llm\/tiny|Deployment llm\/tiny-decode) already exists/,
      ],
      [asObjects, asRelease, /invalid ownership metadata/],
    ] as const) {
      await withCluster(serve(from), async (stack) => {
        await stack.up();
        const pods = await readPods();
        assert.match(await failure(stack.up(serve(to))), reason);
        assert.deepEqual(await readPods(), pods);
      });
    }
  });

  function serve(changes: Partial<ModelServiceArgs>, settings: object = {}): PulumiFn {
    return async () => {
      const providers = [new Provider("cluster", { ...testPlane().access, ...settings })];
      const roles = { both: { replicas: 2 } };
      const args = { ...modelServiceSpec({ roles }), namespace: NAMESPACE, ...changes };
      new ModelService("tiny", args, { providers });
    };
  }

  /** What the guide has a person do once the objects have changed hands. */
  async function forgetRelease(): Promise<void> {
    const selector = ["-l", "owner=helm,name=tiny"];
    await testPlane().kubectl("delete", "secret", "-n", NAMESPACE, ...selector);
  }

  async function scale(replicas: number): Promise<void> {
    const target = ["-n", NAMESPACE, "deployment/tiny-decode"];
    await testPlane().kubectl("scale", ...target, `--replicas=${replicas}`);
    await testPlane().kubectl("rollout", "status", ...target, "--timeout=60s");
  }

  /** Which pods there are, by what no other pod will ever have. */
  async function readPods(): Promise<string[]> {
    return (await read("pods", "{.items[*].metadata.uid}")).split(" ").sort();
  }

  function readReplicas(): Promise<string> {
    return read("deployment/tiny-decode", "{.spec.replicas}");
  }

  function readAnnotation(): Promise<string> {
    return read("deployment/tiny-decode", "{.spec.template.metadata.annotations.team}");
  }

  function read(target: string, path: string): Promise<string> {
    return testPlane().kubectl("get", target, "-n", NAMESPACE, "-o", `jsonpath=${path}`);
  }

  async function withCluster(
    program: PulumiFn,
    body: (stack: EngineStack) => Promise<void>,
  ): Promise<void> {
    const { directory, access, tool } = testPlane();
    const helm = tool("helm");
    const programDirectory = repositoryRoot();
    const kubernetes = await serveKubernetesProvider({
      helm,
      kubectl: tool("kubectl"),
      directory: join(directory, "provider"),
      programDirectory,
      longestWaitSeconds: 60,
      methods: serveCharts({ helm, programDirectory, access }),
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

function isDeployment(type: string): boolean {
  return type === "kubernetes:apps/v1:Deployment";
}

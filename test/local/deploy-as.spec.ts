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

/** What a stack has beside the objects of the model: itself, the provider, the component and the Chart. */
const OTHERS = 4;

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

  describe("objects", () => {
    it("are made, found unchanged, and removed, each by its own name", async () => {
      await withCluster(serve(asObjects), async (stack) => {
        const made = ["tiny-objects", "tiny-objects:llm/tiny", DEPLOYMENT];
        const rest = ["cluster", "tiny", "tiny-disruption-budget"];
        const created = [...rest, ...made].map((name) => `create ${name}`).sort();
        assert.deepEqual(summarize(await stack.preview()).sort(), created);
        assert.deepEqual(summarize(await stack.up()).sort(), created);
        const unchanged = { same: OTHERS + 3 };
        assert.deepEqual((await stack.up()).changes, unchanged);
        await stack.refresh();
        assert.deepEqual((await stack.up()).changes, unchanged);
        await stack.destroy();
        assert.equal(await read("deployments", "{.items[*].metadata.name}"), "");
      });
    });

    it("show in a preview what changes of them, and in a refresh what was changed by hand", async () => {
      await withCluster(serve(asObjects), async (stack) => {
        await stack.up();
        const changed = serve({ ...asObjects, podAnnotations: { team: "llm" } });
        const preview = await stack.preview(changed);
        assert.deepEqual(preview.changes, { same: OTHERS + 2, update: 1 });
        assert.deepEqual(requireStep(preview, DEPLOYMENT).diffs, [
          "spec.template.metadata.annotations",
        ]);
        await testPlane().kubectl(
          "scale",
          "-n",
          NAMESPACE,
          "deployment/tiny-decode",
          "--replicas=1",
        );
        assert.equal(requireStep(await stack.refresh(), DEPLOYMENT).op, "update");
        assert.deepEqual(requireStep(await stack.preview(), DEPLOYMENT).diffs, ["spec.replicas"]);
      });
    });

    it("keep the number of pods that an autoscaler has set, through every kind of update", async () => {
      const args = { ...asObjects, ...autoscaled };
      await withCluster(serve(args), async (stack) => {
        await stack.up();
        await scale(3);
        const changed = serve({ ...args, podAnnotations: { team: "llm" } });
        assert.deepEqual(summarize(await stack.up(changed)), [`update ${DEPLOYMENT}`]);
        assert.equal(await read("deployment/tiny-decode", "{.spec.replicas}"), "3");
        await scale(4);
        await stack.refresh();
        assert.deepEqual((await stack.up(changed)).changes, { same: OTHERS + 3 });
        assert.equal(await read("deployment/tiny-decode", "{.spec.replicas}"), "4");
      });
    });

    it("are waited for as long as a release is", async () => {
      await withCluster(serve({ ...asObjects, startUpBudgetSeconds: 600 }), async (stack) => {
        await stack.up();
        const resources = await stack.exportState();
        const deployment = resources.find(({ type }) => type.endsWith(":Deployment"));
        assert.deepEqual(deployment?.customTimeouts, { create: 1500, update: 1500 });
      });
    });
  });

  describe("a running model changes hands", () => {
    for (const [title, more] of [
      ["with a number of pods of its own", {}],
      ["under an autoscaler", autoscaled],
    ] as const) {
      it(`from release to objects and back, and keeps its pods: ${title}`, async () => {
        const handOver = { ...more, handOver: true };
        await withCluster(serve({ ...asRelease, ...more }), async (stack) => {
          await stack.up();
          if (more === autoscaled) await scale(3);
          const pods = await readPods();
          assert.equal(pods.length, more === autoscaled ? 3 : 2);

          const told = await stack.up(serve({ ...asRelease, ...handOver }));
          assert.deepEqual(told.changes, { same: 5 });
          await stack.up(serve({ ...asObjects, ...handOver }, { upsertExistingObjects: true }));
          assert.deepEqual(await readPods(), pods);
          await forgetRelease();
          await stack.up(serve({ ...asObjects, ...more }));
          assert.deepEqual(await readPods(), pods);

          await stack.up(serve({ ...asObjects, ...handOver }));
          await stack.up(serve({ ...asRelease, ...handOver }));
          assert.deepEqual(await readPods(), pods);
          await stack.up(serve({ ...asRelease, ...more }));
          assert.deepEqual(await readPods(), pods);
        });
        assert.equal(await read("deployments", "{.items[*].metadata.name}"), "");
      });
    }

    it("and is updated as before by what has taken it over", async () => {
      const handOver = { handOver: true };
      const podAnnotations = { team: "llm" };
      await withCluster(serve(asRelease), async (stack) => {
        await stack.up();
        await stack.up(serve({ ...asRelease, ...handOver }));
        await stack.up(serve({ ...asObjects, ...handOver }, { upsertExistingObjects: true }));
        await forgetRelease();
        await stack.up(serve({ ...asObjects, podAnnotations }));
        assert.equal(await readAnnotation(), "llm");
        await stack.up(serve({ ...asObjects, ...handOver, podAnnotations }));
        await stack.up(serve({ ...asRelease, ...handOver, podAnnotations }));
        await stack.up(serve({ ...asRelease, podAnnotations: { team: "other" } }));
        assert.equal(await readAnnotation(), "other");
      });
    });

    it("not without being told to: the update fails, and the pods stay", async () => {
      await withCluster(serve(asRelease), async (stack) => {
        await stack.up();
        const pods = await readPods();
        assert.match(
          await failure(stack.up(serve(asObjects))),
          /Deployment llm\/tiny-decode already exists/,
        );
        assert.deepEqual(await readPods(), pods);
      });
      await withCluster(serve(asObjects), async (stack) => {
        await stack.up();
        const pods = await readPods();
        assert.match(await failure(stack.up(serve(asRelease))), /invalid ownership metadata/);
        assert.deepEqual(await readPods(), pods);
      });
    });
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

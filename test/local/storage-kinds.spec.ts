import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Provider } from "@pulumi/kubernetes/provider";
import { StorageKind, storageKindRow } from "../../catalog/storage-kinds";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { applyObjects } from "../../local/control-plane/kubectl";
import { applyNodes, type FakeNode } from "../../local/control-plane/nodes";
import { applySnapshotDefinitions } from "../../local/control-plane/snapshot-definitions";
import { applyVolumes } from "../../local/control-plane/volumes";
import { toFakeNode, toFakeVolumes } from "../../local/plane-content";
import { serveKubernetesProvider } from "../../local/provider/kubernetes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { type EnvironmentSpec, planEnvironment } from "../../plan/environment";
import { planNodes } from "../../plan/node";
import { planNodePool } from "../../plan/node-pool";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { toScheduling } from "../../plan/scheduling";
import { type EngineStack, withStack } from "../support/engine";
import { linesOf, modelServiceSpec, modelSettings, requireValue } from "../support/specs";
import { SMALLEST } from "../support/storage-kinds";
import { useTestPlane } from "./test-plane";

const NAMESPACE = "llm";

/** One pool of each cloud, and one like it in another zone. */
const POOLS = {
  ec2: toPool("ec2", { instanceType: "p6-b200.48xlarge", zone: "us-east-1a" }),
  ec2Elsewhere: toPool("ec2-elsewhere", { instanceType: "p6-b200.48xlarge", zone: "us-east-1b" }),
  gce: toPool("gce", { machineType: "a4-highgpu-8g", zone: "us-central1-b" }),
  gceElsewhere: toPool("gce-elsewhere", { machineType: "a4-highgpu-8g", zone: "us-central1-c" }),
} as const;

/** A node without devices, for the Job that fills a disk in its zone. */
const PLAIN: FakeNode = {
  name: "plain-1",
  labels: { "topology.kubernetes.io/zone": "us-central1-b" },
  taints: [],
  capacity: { cpu: "4", memory: "16Gi" },
  allocatable: { cpu: "4", memory: "16Gi" },
};

/** A claim that somebody else has made. */
const EXISTING = "of-others";

/** A storage of every kind, called as its kind, and a model that reads from it, on a pool that can. */
function environment(elsewhere: boolean): EnvironmentSpec {
  const storage = Object.fromEntries(
    Object.values(StorageKind).map((kind) => [
      kind,
      { ...SMALLEST[kind], ...(kind === StorageKind.existing ? { claimName: EXISTING } : {}) },
    ]),
  );
  const plans = requireValue(planEnvironment({ nodePools: {}, storage, models: {} })).storage;
  const models = Object.entries(plans).map(([kind, { ref }]) => {
    const model = modelSettings({ id: "acme/tiny", storage: ref });
    return [kind, modelServiceSpec({ model, nodePool: poolOf(ref.kind, elsewhere) })] as const;
  });
  return {
    nodePools: Object.fromEntries(Object.values(POOLS).map((pool) => [pool.name, pool])),
    storage,
    models: Object.fromEntries(models),
  };
}

function poolOf(kind: StorageKind | undefined, elsewhere: boolean): NodePoolRef {
  const isGoogle = kind !== undefined && storageKindRow(kind).machines === "machineType";
  if (isGoogle) return elsewhere ? POOLS.gceElsewhere : POOLS.gce;
  return elsewhere ? POOLS.ec2Elsewhere : POOLS.ec2;
}

const ZONAL = Object.values(StorageKind).filter((kind) => storageKindRow(kind).isZonal);

describe("storage of each kind, on a real API server and scheduler", () => {
  const testPlane = useTestPlane("storage", ["pulumi", "helm"]);

  before(async () => {
    const { plane, kubectl } = testPlane();
    const nodes = Object.values(POOLS).flatMap((ref) =>
      planNodes(requireValue(planNodePool(ref))).map(toFakeNode),
    );
    await applyNodes(plane, [...nodes, PLAIN]);
    await applySnapshotDefinitions(plane);
    await kubectl("create", "namespace", NAMESPACE);
    await applyObjects(plane, [toClaim(EXISTING)]);
    const others = { name: EXISTING, storageClassName: "ssd", capacity: "1Ti" };
    const claim = { namespace: NAMESPACE, name: EXISTING };
    await applyVolumes(plane, [
      ...toFakeVolumes(requireValue(planEnvironment(environment(false))), NAMESPACE),
      { ...others, accessModes: ["ReadWriteMany"], claim },
    ]);
  });

  it("is accepted, bound, and read by a pod of its model; and deleted with its stack is the model alone", async () => {
    const spec = environment(false);
    await withCluster(spec, async (stack) => {
      await stack.up();
      assert.deepEqual(await readClaims(), {
        ...Object.fromEntries(
          Object.values(StorageKind)
            .filter((kind) => kind !== StorageKind.existing)
            .map((kind) => [kind, "Bound"]),
        ),
        "hyperdisk-ml-fill": "Bound",
        [EXISTING]: "Bound",
      });
      assert.deepEqual(
        await readNodesOfPods(),
        Object.fromEntries(
          Object.entries(spec.models).map(([kind, { nodePool }]) => [kind, `${nodePool.name}-1`]),
        ),
      );
      assert.deepEqual((await stack.up()).changes, { same: (await stack.exportState()).length });
      await stack.refresh();
      await stack.destroy();
      assert.deepEqual(
        Object.keys(await readClaims()).length,
        Object.keys(spec.storage).length + 1,
      );
    });
  });

  it("leaves a pod in another zone pending, which its plan refuses", async () => {
    await applyObjects(
      testPlane().plane,
      ZONAL.map((kind) => toPod(kind, poolOf(kind, true))),
    );
    const reasons = await waitForReasons();
    const lines = linesOf(planEnvironment(environment(true)));
    assert.deepEqual(
      ZONAL.map((kind) => [
        kind,
        /1 node\(s\) didn't match PersistentVolume's node affinity/.test(reasons[kind] ?? ""),
        lines.filter((line) => line.startsWith(`models.${kind}.model.storage.zone: `)).length,
      ]),
      ZONAL.map((kind) => [kind, true, 1]),
    );
  });

  async function withCluster(
    { storage, models }: EnvironmentSpec,
    body: (stack: EngineStack) => Promise<void>,
  ): Promise<void> {
    const { access, directory, tool } = testPlane();
    const kubernetes = await serveKubernetesProvider({
      helm: tool("helm"),
      kubectl: tool("kubectl"),
      directory: join(directory, "provider"),
      programDirectory: repositoryRoot(),
      longestWaitSeconds: 60,
    });
    const program = async () => {
      const provider = new Provider("cluster", access);
      const providers = [provider];
      for (const [kind, settings] of Object.entries(storage)) {
        const args = { ...settings, namespace: NAMESPACE };
        const { ref } = new ModelStorage(kind, args, { providers });
        const spec = models[kind];
        if (spec === undefined) continue;
        const model = { ...spec.model, storage: ref };
        new ModelService(
          `${kind}-model`,
          { ...spec, releaseName: kind, model, namespace: NAMESPACE },
          { providers },
        );
      }
    };
    await withStack({ program, providers: { kubernetes } }, body);
  }

  async function readClaims(): Promise<Record<string, string>> {
    const path = '{range .items[*]}{.metadata.name}={.status.phase}{"\\n"}{end}';
    return toRecord(
      await testPlane().kubectl("get", "pvc", "-n", NAMESPACE, "-o", `jsonpath=${path}`),
    );
  }

  /** The node of each pod that runs, by the label of its model. */
  async function readNodesOfPods(): Promise<Record<string, string>> {
    const path =
      '{range .items[?(@.status.phase=="Running")]}{.metadata.labels.llm-d\\.ai/model}={.spec.nodeName}{"\\n"}{end}';
    return toRecord(
      await testPlane().kubectl("get", "pods", "-n", NAMESPACE, "-o", `jsonpath=${path}`),
    );
  }

  /** Why each pod is not scheduled, once the scheduler has said so of all. */
  async function waitForReasons(): Promise<Record<string, string>> {
    const path =
      '{range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="PodScheduled")].message}{"\\n"}{end}';
    for (let tries = 0; ; tries += 1) {
      const reasons = toRecord(
        await testPlane().kubectl(
          "get",
          "pods",
          "-n",
          NAMESPACE,
          "-l",
          "strayed=true",
          "-o",
          `jsonpath=${path}`,
        ),
      );
      if (Object.values(reasons).every((reason) => reason !== "") || tries > 100) return reasons;
      await sleep(100);
    }
  }
});

function toPool(name: string, machine: Partial<NodePoolRef>): NodePoolRef {
  return { name, maxSize: 1, labels: { "llmd/node-pool": name }, ...machine };
}

function toRecord(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

function toClaim(name: string): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: NAMESPACE },
    spec: {
      storageClassName: "ssd",
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "1Ti" } },
    },
  };
}

/** A pod that reads from the claim of this kind, on a pool in another zone than its data. */
function toPod(kind: StorageKind, pool: NodePoolRef): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: kind, namespace: NAMESPACE, labels: { strayed: "true" } },
    spec: {
      ...toScheduling(requireValue(planNodePool(pool))),
      containers: [{ name: "engine", image: "example.org/engine:1" }],
      volumes: [{ name: "model", persistentVolumeClaim: { claimName: kind } }],
    },
  };
}

import assert from "node:assert/strict";
import { AddonMode, ClusterProvider } from "../../catalog/cluster-addons";
import { ClusterAddons, type ClusterAddonsArgs } from "../../components/cluster-addons";
import { eksEfaNodePoolPlan } from "../support/eks-pools";
import {
  type RecordedResource,
  requireResource,
  resolveOutput,
  runWithMocks,
} from "../support/mocks";

const COMPONENT = "urn:pulumi:test::llm-serving::llmd:index:ClusterAddons::addons";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const FILE = "kubernetes:yaml/v2:ConfigFile";

const { install } = AddonMode;
const POOL = eksEfaNodePoolPlan({ labels: { team: "a" } }).pool.ref;

async function make(changes: Partial<ClusterAddonsArgs>): Promise<readonly RecordedResource[]> {
  const args = { provider: ClusterProvider.eks, ...changes };
  const { resources } = await runWithMocks(() => void new ClusterAddons("addons", args));
  return resources;
}

/** Inputs and options of the one resource of a type, without the version of the plugin. */
function describeOnly(resources: readonly RecordedResource[], type: string) {
  const { name, inputs, options } = requireResource(resources, type);
  const { version: _, ...rest } = options;
  return { name, inputs, options: rest };
}

describe("ClusterAddons", () => {
  it("makes nothing for what the cluster has, or does without", async () => {
    const { existing, none } = AddonMode;
    const resources = await make({ keda: existing, gatewayApi: existing, leaderWorkerSet: none });
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [COMPONENT],
    );
  });

  it("releases NVIDIA's plugin onto the nodes of the pools, with exactly these inputs and options", async () => {
    const resources = await make({
      nodePools: [POOL],
      nvidiaDevicePlugin: install,
      efaDevicePlugin: AddonMode.existing,
    });
    assert.deepEqual(describeOnly(resources, RELEASE), {
      name: "addons-nvidia-device-plugin",
      inputs: {
        name: "nvidia-device-plugin",
        namespace: "kube-system",
        chart: "nvidia-device-plugin",
        version: "0.20.0",
        repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
        values: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  {
                    matchExpressions: [
                      { key: "llmd/node-pool", operator: "In", values: ["efa"] },
                      {
                        key: "eks.amazonaws.com/compute-type",
                        operator: "NotIn",
                        values: ["auto"],
                      },
                    ],
                  },
                ],
              },
            },
          },
          tolerations: [
            { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" },
          ],
        },
        atomic: false,
        compat: "true",
      },
      options: { parent: COMPONENT, deleteBeforeReplace: true },
    });
  });

  it("releases the EFA plugin onto the nodes of the pools with EFA, with exactly these inputs", async () => {
    const resources = await make({
      bottlerocketNodePools: [POOL],
      efaDevicePlugin: install,
    });
    assert.deepEqual(describeOnly(resources, RELEASE).inputs, {
      name: "aws-efa-k8s-device-plugin",
      namespace: "kube-system",
      chart: "aws-efa-k8s-device-plugin",
      version: "v0.5.30",
      repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
      values: {
        supportedInstanceLabels: { keys: ["llmd/node-pool"], values: ["efa"] },
        tolerations: [
          { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" },
        ],
      },
      atomic: false,
      compat: "true",
    });
  });

  it("releases LeaderWorkerSet from its registry into a namespace of its own, which is there first", async () => {
    const resources = await make({ leaderWorkerSet: install });
    const { urn } = requireResource(resources, NAMESPACE);
    assert.deepEqual(
      [describeOnly(resources, NAMESPACE), describeOnly(resources, RELEASE)],
      [
        {
          name: "addons-leader-worker-set-namespace",
          inputs: {
            apiVersion: "v1",
            kind: "Namespace",
            metadata: {
              name: "lws-system",
              labels: { "pod-security.kubernetes.io/enforce": "baseline" },
            },
          },
          options: { parent: COMPONENT, deleteBeforeReplace: true },
        },
        {
          name: "addons-leader-worker-set",
          inputs: {
            name: "lws",
            namespace: "lws-system",
            chart: "oci://registry.k8s.io/lws/charts/lws",
            version: "0.10.0",
            values: {},
            atomic: false,
            compat: "true",
          },
          options: {
            parent: COMPONENT,
            deleteBeforeReplace: true,
            dependencies: [urn],
            propertyDependencies: { namespace: [urn] },
          },
        },
      ],
    );
  });

  it("takes definitions from the file of their release, and keeps them when the stack goes", async () => {
    const resources = await make({ gatewayApi: install });
    assert.deepEqual(describeOnly(resources, FILE), {
      name: "addons-gateway-api",
      inputs: {
        file: "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.5.1/standard-install.yaml",
      },
      options: { parent: COMPONENT, retainOnDelete: true },
    });
  });

  it("says which versions it has installed", async () => {
    const { value } = await runWithMocks(() => {
      const addons = new ClusterAddons("addons", {
        provider: ClusterProvider.other,
        keda: install,
        inferenceExtension: install,
        prometheusOperator: AddonMode.existing,
        versions: { keda: "2.19.0" },
      });
      return resolveOutput(addons.versions);
    });
    assert.deepEqual(value, { keda: "2.19.0", inferenceExtension: "v1.5.0" });
  });
});

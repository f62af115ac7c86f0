import assert from "node:assert/strict";
import fc from "fast-check";
import { AddonMode, type AddonName, ClusterProvider } from "../../catalog/cluster-addons";
import { instanceTypeNames } from "../../catalog/ec2-instance-types";
import { INSTANCE_TYPE_LABEL } from "../../catalog/well-known";
import { type ClusterAddonsPlan, planClusterAddons } from "../../plan/cluster-addons";
import type { ClusterAddonsSpec } from "../../plan/cluster-addons-spec";
import { planEksEfaNodePool } from "../../plan/eks-efa-node-pool";
import type { EksGpuNodePoolPlan } from "../../plan/eks-gpu-node-pool";
import { planEksGpuNodePool } from "../../plan/eks-gpu-node-pool";
import { type NodeTaint, TaintEffect } from "../../plan/node-pool-ref";
import {
  type DaemonNode,
  landsOn,
  type Placement,
  readEfaPlacement,
  readNvidiaPlacement,
} from "../support/daemon-sets";
import { anything, clusterAddonsSpec, linesOf, nodePoolRef, requireValue } from "../support/specs";

const { install, existing } = AddonMode;

function planOf(changes: Partial<ClusterAddonsSpec>): ClusterAddonsPlan {
  return requireValue(planClusterAddons(clusterAddonsSpec(changes)));
}

function valuesOf(plan: ClusterAddonsPlan, addon: AddonName) {
  return plan.charts.find((chart) => chart.addon === addon)?.values ?? {};
}

describe("planClusterAddons", () => {
  it("installs nothing that it is not told to", () => {
    assert.deepEqual(planOf({ keda: existing, gatewayApi: AddonMode.none }), {
      namespaces: [],
      charts: [],
      manifests: [],
    });
  });

  it("keeps KEDA to its own Secrets and its namespace to the strictest standard, and its definitions in the cluster", () => {
    assert.deepEqual(planOf({ keda: install }), {
      namespaces: [{ addon: "keda", name: "keda", podSecurity: "restricted" }],
      charts: [
        {
          addon: "keda",
          releaseName: "keda",
          namespace: "keda",
          repository: "https://kedacore.github.io/charts",
          chart: "keda",
          version: "2.20.2",
          values: {
            crds: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } },
            permissions: {
              operator: { restrict: { secret: true } },
              metricServer: { restrict: { secret: true } },
            },
          },
          runsOnPools: false,
        },
      ],
      manifests: [],
    });
  });

  it("keeps the definitions of Prometheus operator in the cluster", () => {
    assert.deepEqual(planOf({ prometheusOperator: install }).charts, [
      {
        addon: "prometheusOperator",
        releaseName: "prometheus-operator-crds",
        namespace: "default",
        repository: "https://prometheus-community.github.io/helm-charts",
        chart: "prometheus-operator-crds",
        version: "31.0.1",
        values: { crds: { annotations: { "helm.sh/resource-policy": "keep" } } },
        runsOnPools: false,
      },
    ]);
  });

  it("takes definitions of Gateway API from files, each of its version", () => {
    const versions = { gatewayApi: "v1.4.0" };
    assert.deepEqual(
      planOf({ gatewayApi: install, inferenceExtension: install, versions }).manifests,
      [
        {
          addon: "gatewayApi",
          url: "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml",
          version: "v1.4.0",
        },
        {
          addon: "inferenceExtension",
          url: "https://github.com/kubernetes-sigs/gateway-api-inference-extension/releases/download/v1.5.0/v1-manifests.yaml",
          version: "v1.5.0",
        },
      ],
    );
  });

  it("tolerates a taint of several pools once", () => {
    const nodePools = [
      nodePoolRef({ name: "a", labels: { pool: "a" } }),
      nodePoolRef({ name: "b", labels: { pool: "b" } }),
    ];
    const plan = planOf({ nodePools, nvidiaDevicePlugin: install });
    assert.deepEqual(valuesOf(plan, "nvidiaDevicePlugin").tolerations, [
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
    ]);
  });

  it("selects a pool that is not ours by its own labels for NVIDIA's plugin, and by its machine for that of EFA", () => {
    const nodePools = [nodePoolRef({ labels: { team: "a" } })];
    const plan = planOf({ nodePools, nvidiaDevicePlugin: install, efaDevicePlugin: install });
    assert.deepEqual(
      [
        readNvidiaPlacement(valuesOf(plan, "nvidiaDevicePlugin")).terms,
        valuesOf(plan, "efaDevicePlugin").supportedInstanceLabels,
      ],
      [
        [
          [
            { key: "team", operator: "In", values: ["a"] },
            { key: "eks.amazonaws.com/compute-type", operator: "NotIn", values: ["auto"] },
          ],
        ],
        { keys: ["node.kubernetes.io/instance-type"], values: ["p6-b200.48xlarge"] },
      ],
    );
  });

  it("keeps both plugins off nodes of Auto Mode, also those of the same machine", () => {
    const plan = planOf({ nvidiaDevicePlugin: install, efaDevicePlugin: install });
    const labels = { [INSTANCE_TYPE_LABEL]: "p6-b200.48xlarge" };
    const auto = { ...labels, "eks.amazonaws.com/compute-type": "auto" };
    const nodes = [labels, auto].map((each) => ({ labels: each, taints: [] }));
    assert.deepEqual(
      placementsOf(plan).map((placement) => nodes.map((node) => landsOn(placement, node))),
      [
        [true, false],
        [true, false],
      ],
    );
  });

  it("asks for no EFA plugin where only the machine could have interfaces", () => {
    const ref = nodePoolRef();
    assert.deepEqual(linesOf(planClusterAddons(clusterAddonsSpec({ nodePools: [ref] }))), []);
  });

  it("never installs on GKE what GKE installs, whatever else is asked for", () => {
    const modes = fc.constantFrom(...Object.values(AddonMode), undefined);
    const addons = fc.record({
      nvidiaDevicePlugin: modes,
      efaDevicePlugin: modes,
      leaderWorkerSet: modes,
      keda: modes,
      gatewayApi: modes,
      inferenceExtension: modes,
      prometheusOperator: modes,
    });
    fc.assert(
      fc.property(addons, (modesOf) => {
        const planned = planClusterAddons(anything({ provider: ClusterProvider.gke, ...modesOf }));
        if (!planned.ok) return;
        const { charts, manifests } = planned.value;
        const forbidden = [...charts, ...manifests].filter(({ addon }) =>
          /^(?:nvidiaDevicePlugin|efaDevicePlugin|gatewayApi|inferenceExtension)$/.test(addon),
        );
        assert.deepEqual(forbidden, []);
      }),
    );
  });

  it("runs each plugin on every pool of ours that needs it and on no other, whatever its taints", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(pool, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
        (drawn) => {
          const pools = drawn.flatMap((each) => {
            const plan = planPool(each);
            return plan === undefined ? [] : [{ ...each, plan }];
          });
          const named = pools.filter(({ use }) => use !== "unnamed");
          const needsNvidia = named.some(({ use }) => use === "al2023");
          const needsEfa = named.some(({ isEfa }) => isEfa);
          const plan = planOf({
            nodePools: named.filter(({ use }) => use === "al2023").map((each) => each.plan.ref),
            bottlerocketNodePools: named
              .filter(({ use }) => use === "bottlerocket")
              .map((each) => each.plan.ref),
            nvidiaDevicePlugin: needsNvidia ? install : existing,
            efaDevicePlugin: needsEfa ? install : existing,
          });
          const nvidia = valuesOf(plan, "nvidiaDevicePlugin");
          const efa = valuesOf(plan, "efaDevicePlugin");
          for (const { plan: each, use, isEfa } of pools) {
            const node = toNode(each);
            assert.deepEqual(
              [
                needsNvidia && landsOn(readNvidiaPlacement(nvidia), node),
                needsEfa && landsOn(readEfaPlacement(efa), node),
              ],
              [use === "al2023", isEfa && use !== "unnamed"],
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

const taint: fc.Arbitrary<NodeTaint> = fc.record(
  {
    key: fc.constantFrom("nvidia.com/gpu", "team", "example.com/dedicated"),
    value: fc.constantFrom("true", "a", "b"),
    effect: fc.constantFrom(...Object.values(TaintEffect)),
  },
  { requiredKeys: ["key", "effect"] },
);

/** A pool of ours: whether it has EFA, on which image it is, and whether it is named at all. */
const pool = fc.record({
  name: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  instanceType: fc.constantFrom(...instanceTypeNames()),
  taints: fc.option(
    fc.uniqueArray(taint, { maxLength: 3, selector: ({ key, effect }) => `${key} ${effect}` }),
    { nil: undefined },
  ),
  isEfa: fc.boolean(),
  use: fc.constantFrom("al2023", "bottlerocket", "unnamed"),
});

type DrawnPool = typeof pool extends fc.Arbitrary<infer T> ? T : never;

/** `undefined` for a machine that has no such pool: without EFA, or too old for it. */
function planPool({
  name,
  instanceType,
  taints,
  isEfa,
}: DrawnPool): EksGpuNodePoolPlan | undefined {
  const spec = { instanceType, ...(taints === undefined ? {} : { taints }) };
  if (!isEfa) {
    const planned = planEksGpuNodePool(name, spec);
    return planned.ok ? planned.value : undefined;
  }
  const planned = planEksEfaNodePool(name, { ...spec, availabilityZone: "us-east-1a" });
  return planned.ok ? planned.value.pool : undefined;
}

/** What EKS makes of the pool, and what each cloud adds. */
function toNode({ nodeLabels, ref, taints }: EksGpuNodePoolPlan): DaemonNode {
  return { labels: { ...nodeLabels, [INSTANCE_TYPE_LABEL]: ref.instanceType ?? "" }, taints };
}

/** Where the pods of each chart may run; only device plugins may be installed. */
function placementsOf(plan: ClusterAddonsPlan): Placement[] {
  return plan.charts.map(({ addon, values }) =>
    addon === "nvidiaDevicePlugin" ? readNvidiaPlacement(values) : readEfaPlacement(values),
  );
}

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { ControlPlane, ControlPlaneOptions } from "../../local/control-plane/control-plane";
import {
  CONTROL_PLANE_TOOLS,
  planeEnvironment,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { runKubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { assertHelmRefused, readChartRefusals, toRefusedValues } from "../support/chart-refusals";
import { decodeOnly, engineContainer } from "../support/chart-values";
import { applyDefinitions } from "../support/definitions";
import { goldenCases } from "../support/golden";
import { CHART_FOLDER, describeWithHelm, type Helm, readPath, type Values } from "../support/helm";
import { requireShared } from "../support/shared";
import { requireTools } from "../support/tools";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-chart-${process.pid}`);

const WORKLOAD = "model-llm-d-modelservice-decode";

const REQUESTED: Values = { requester: { enable: true } };

interface PodMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const VALUES: Readonly<Record<string, Values>> = {
  "its default values": {},
  "a model on a claim, with every field of a role": decodeOnly(
    {
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      acceleratorTypes: { labelKey: "gpu", labelValues: ["B200"] },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      podSecurityContext: { fsGroup: 1000 },
      resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
      initContainers: [{ name: "warm", image: "busybox:1.37.0" }],
      extraConfig: { automountServiceAccountToken: false },
      monitoring: { podmonitor: { enabled: true, namespaceSelector: { any: true } } },
      volumes: [{ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "20Gi" } }],
      containers: [
        engineContainer({
          mountModelVolume: true,
          ports: [{ name: "metrics", containerPort: "{{ .Values.routing.servicePort }}" }],
          volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
          resources: { requests: { cpu: 8, memory: "1Ti" }, limits: { "nvidia.com/gpu": 8 } },
          startupProbe: { httpGet: { path: "/health", port: "metrics" } },
          extraConfig: { lifecycle: { preStop: { sleep: { seconds: 15 } } } },
        }),
      ],
    },
    { modelArtifacts: { uri: "pvc://weights/Qwen/Qwen3-32B" }, routing: {} },
  ),
  "a model whose devices are claimed, and a claim beside them": decodeOnly(
    {
      parallelism: { tensor: 8 },
      resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
    },
    {
      accelerator: {
        dra: true,
        resourceClaimTemplates: {
          nvidia: {
            selectors: [
              { cel: { expression: "device.attributes['gpu.nvidia.com'].type == 'gpu'" } },
            ],
          },
        },
      },
    },
  ),
  "a model whose devices are the first available ones": decodeOnly(
    {},
    { accelerator: { dra: true, resourceClaimTemplates: { nvidia: { match: "firstAvailable" } } } },
  ),
  "a model of two pods": decodeOnly(
    {
      parallelism: { dataLocal: 8, workers: 2 },
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      subGroupPolicy: { subGroupSize: 2 },
      subGroupExclusiveTopology: "cloud.google.com/gke-nodepool",
      hostIPC: true,
      hostPID: true,
    },
    { multinode: true, routing: {}, accelerator: { dra: true } },
  ),
  "a model whose engine and proxy are traced": decodeOnly(
    {},
    { tracing: { enabled: true }, routing: {} },
  ),
  "a model that requesters ask for, with a PodMonitor": decodeOnly(
    { monitoring: { podmonitor: { enabled: true } } },
    REQUESTED,
  ),
  ...Object.fromEntries(
    goldenCases()
      .filter(({ place }) => place === "on two hosts a server")
      .map(({ name, values }) => [`a model over two hosts: ${name}`, { ...values }]),
  ),
  "a model in an image": decodeOnly(
    {
      containers: [
        engineContainer({ modelCommand: "custom", command: ["a"], mountModelVolume: true }),
      ],
    },
    { modelArtifacts: { uri: "oci://registry.example/qwen3:1.0" } },
  ),
};

/** By the schema and by the templates, with strict and without. */
const REFUSED = [
  "a text for a number",
  "unknown keys in several places, with strict",
  "an unknown scheme",
  "a moving image, with strict",
  "several things at once",
];

/** What Kubernetes puts into every namespace. */
const STANDARD_OBJECTS = ["serviceaccount/default", "configmap/kube-root-ca.crt"];

const CAPACITY = { cpu: "64", memory: "512Gi" };
const MACHINE = { capacity: CAPACITY, allocatable: CAPACITY };

/** What the driver of the devices would publish of a node with eight of them. */
const DRIVER_OBJECTS = {
  apiVersion: "v1",
  kind: "List",
  items: [
    {
      apiVersion: "resource.k8s.io/v1",
      kind: "DeviceClass",
      metadata: { name: "gpu.nvidia.com" },
      spec: { selectors: [{ cel: { expression: "device.driver == 'gpu.nvidia.com'" } }] },
    },
    {
      apiVersion: "resource.k8s.io/v1",
      kind: "ResourceSlice",
      metadata: { name: "gpu-1" },
      spec: {
        driver: "gpu.nvidia.com",
        nodeName: "gpu-1",
        pool: { name: "gpu-1", generation: 1, resourceSliceCount: 1 },
        devices: Array.from({ length: 8 }, (_, index) => ({ name: `gpu-${index}` })),
      },
    },
  ],
};

describe("a release on a real API server", () => {
  let options: ControlPlaneOptions | undefined;
  let plane: ControlPlane;

  before(async function () {
    const tools = await requireTools(this, CONTROL_PLANE_TOOLS);
    options = { name: "chart", directory: FOLDER, tools };
    ({ plane } = await startControlPlane(options));
  });

  after(async () => {
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  /** Installs or upgrades the release `model` in a namespace. */
  async function upgrade(helm: Helm, namespace: string, values: Values): Promise<void> {
    await execa(
      helm.path,
      ["upgrade", "--install", "model", CHART_FOLDER, "--namespace", namespace, "--values", "-"],
      { input: JSON.stringify(values), env: planeEnvironment(plane.directory) },
    );
  }

  describeWithHelm("a requester", (helm) => {
    it("asks for a pod that the API server takes, with the labels of the model and none of its own", async () => {
      const namespace = `requesters-${helm().name}`;
      await runKubectl(plane, ["create", "namespace", namespace]);
      const values = decodeOnly(
        { podAnnotations: { networks: "rdma" } },
        { ...REQUESTED, routing: {}, tracing: { enabled: true } },
      );
      await upgrade(helm(), namespace, values);
      const get = ["get", "replicaset", WORKLOAD, "-n", namespace, "-o", "json"];
      const { metadata, spec } = readPath(
        JSON.parse(await runKubectl(plane, get)),
        "spec.template",
      ) as { metadata: PodMetadata; spec: object };
      const requester = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "serving", namespace, labels: metadata.labels },
        spec,
      };
      const patch = metadata.annotations["dual-pods.llm-d.ai/server-patch"] ?? "";
      const merge = ["patch", "--local", "-f", "-", "--type=strategic", "-o", "json", "-p", patch];
      const serving = await runKubectl(plane, merge, JSON.stringify(requester));
      const created = JSON.parse(
        await runKubectl(
          plane,
          ["create", "--dry-run=server", "--validate=strict", "-o", "json", "-f", "-"],
          serving,
        ),
      );
      assert.deepEqual(
        [
          readPath(created, "metadata.labels"),
          readPath(created, "spec.containers[0].name"),
          readPath(created, "spec.containers[0].resources"),
          readPath(created, "spec.initContainers[0].name"),
        ],
        [
          { "llm-d.ai/inference-serving": "true", "llm-d.ai/role": "decode" },
          "inference-server",
          {},
          "routing-proxy",
        ],
      );
    });
  });

  describeWithHelm("values that are refused", (helm) => {
    for (const [index, title] of REFUSED.entries()) {
      it(`install nothing: ${title}`, async () => {
        const refusal = readChartRefusals().find((row) => row.title === title);
        assert.ok(refusal, "the table has no such row");
        const namespace = `refused-${helm().name}-${index}`;
        await runKubectl(plane, ["create", "namespace", namespace]);
        const { exitCode, stderr } = await execa(
          helm().path,
          ["install", "model", CHART_FOLDER, "--namespace", namespace, "--values", "-"],
          {
            input: JSON.stringify(toRefusedValues(refusal)),
            env: planeEnvironment(plane.directory),
            reject: false,
          },
        );
        assert.equal(exitCode, 1);
        assertHelmRefused(stderr, refusal);
        const kinds = "deployments,pods,secrets,configmaps,serviceaccounts";
        const objects = ["get", kinds, "-n", namespace, "-o", "name"];
        const named = (await runKubectl(plane, objects)).split("\n").filter((name) => name !== "");
        assert.deepEqual(
          named.filter((name) => !STANDARD_OBJECTS.includes(name)),
          [],
        );
      });
    }
  });

  describe("with a driver of devices", () => {
    before(async () => {
      await applyNodes(plane, [{ name: "gpu-1", labels: {}, taints: [], ...MACHINE }]);
      await runKubectl(plane, ["apply", "-f", "-"], JSON.stringify(DRIVER_OBJECTS));
    });

    describeWithHelm("a role whose devices are claimed", (helm) => {
      async function upgrade(devices: number): Promise<void> {
        const values = decodeOnly(
          { parallelism: { tensor: devices }, strategy: { type: "Recreate" } },
          { accelerator: { dra: true } },
        );
        await execa(
          helm().path,
          [
            ...["upgrade", "--install", "model", CHART_FOLDER, "--values", "-"],
            ...["--namespace", namespace(), "--create-namespace", "--wait", "--timeout", "60s"],
          ],
          { input: JSON.stringify(values), env: planeEnvironment(plane.directory) },
        );
      }

      const namespace = () => `claimed-${helm().name}`;

      /** How many devices the scheduler has allocated to the pods that run, and how many templates there are. */
      async function readAllocation(): Promise<{ devices: number; templates: number }> {
        const get = ["get", "-n", namespace(), "-o"];
        const device = "jsonpath={.items[*].status.allocation.devices.results[*].device}";
        const devices = await runKubectl(plane, [...get, device, "resourceclaims"]);
        const templates = await runKubectl(plane, [...get, "name", "resourceclaimtemplates"]);
        const count = (text: string) => text.split(/\s+/).filter((word) => word !== "").length;
        return { devices: count(devices), templates: count(templates) };
      }

      it("runs with as many devices as it claims, and with others after an upgrade", async () => {
        const seen: { devices: number; templates: number }[] = [];
        for (const devices of [4, 2]) {
          await upgrade(devices);
          seen.push(await readAllocation());
        }
        assert.deepEqual(seen, [
          { devices: 4, templates: 1 },
          { devices: 2, templates: 1 },
        ]);
      });
    });
  });

  describe("with the definitions of other projects", () => {
    before(async function () {
      requireShared(this);
      await applyDefinitions(plane);
    });

    describeWithHelm("what the chart renders", (helm) => {
      for (const [title, values] of Object.entries(VALUES)) {
        it(`passes strict validation: ${title}`, async () => {
          const { stdout } = await execa(
            helm().path,
            ["template", "model", CHART_FOLDER, "--namespace", "default", "--values", "-"],
            { input: JSON.stringify(values), env: planeEnvironment(plane.directory) },
          );
          await runKubectl(
            plane,
            ["apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-"],
            stdout,
          );
        });
      }
    });
  });
});

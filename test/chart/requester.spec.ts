import assert from "node:assert/strict";
import { parse } from "yaml";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { planModelService } from "../../plan/model-service";
import { decodeOnly, engineContainer } from "../support/chart-values";
import { describeWithHelm, type Helm, readPath, renderObject, type Values } from "../support/helm";
import { itRenders } from "../support/rendered";
import { modelServiceSpec, requireValue } from "../support/specs";

const REQUESTERS = "ReplicaSet/model-llm-d-modelservice-decode";
const PROBE = { httpGet: { path: "/health", port: 8000 } };
const LABELS = {
  app: "dp-app",
  "app.kubernetes.io/instance": "model-llm-d-modelservice-decode",
};
const POD_LABELS = { "llm-d.ai/inference-serving": "true", "llm-d.ai/role": "decode" };

/** Values with requesters, for a test to change one thing of. */
function requested(role: Values = {}, rest: Values = {}, container: Values = {}): Values {
  const { requester, ...others } = rest;
  return decodeOnly(
    { containers: [engineContainer({ readinessProbe: PROBE, ...container })], ...role },
    { requester: { enable: true, ...(requester as Values | undefined) }, ...others },
  );
}

/** A requester by the default values, for a number of devices. */
function requesterOf(gpus: string): Values {
  return {
    name: "inference-server",
    image: "ghcr.io/llm-d-incubation/llm-d-fast-model-actuation/requester:v0.6.2",
    env: [
      { name: "PROBES_PORT", value: "8080" },
      { name: "SPI_PORT", value: "8081" },
    ],
    ports: [
      { name: "probes", containerPort: 8080 },
      { name: "spi", containerPort: 8081 },
    ],
    readinessProbe: {
      httpGet: { path: "/ready", port: 8080 },
      initialDelaySeconds: 2,
      periodSeconds: 5,
    },
    resources: { limits: { cpu: "1", memory: "250Mi", "nvidia.com/gpu": gpus } },
  };
}

/** The pod that the controller is to make, as it stands in the annotation. */
async function readServerPatch(helm: Helm, values: Values): Promise<unknown> {
  return toServerPatch(await renderObject(helm, REQUESTERS, { values }));
}

function toServerPatch(requesters: object): unknown {
  const annotations = readPath(requesters, "spec.template.metadata.annotations") as Readonly<
    Record<string, string>
  >;
  return parse(annotations["dual-pods.llm-d.ai/server-patch"] ?? "");
}

describeWithHelm("the requesters of a model", (helm) => {
  itRenders(helm, [
    {
      title: "are a ReplicaSet, whose pods ask for the devices of the engine",
      values: requested({ replicas: 3, parallelism: { tensor: 2 } }),
      object: REQUESTERS,
      path: "spec.template.spec",
      expected: {
        serviceAccountName: "model-llm-d-modelservice",
        containers: [requesterOf("2")],
      },
    },
    {
      title: "are told every setting",
      values: requested(
        {},
        {
          requester: {
            image: "mirror.example/requester:v0.6.4",
            port: { probes: 9000, spi: "9001" },
            adminPort: 9001,
            readinessProbe: { initialDelaySeconds: 0, periodSeconds: 1 },
            resources: { limits: { gpus: 2, cpus: "200m", memory: "100Mi" } },
          },
        },
      ),
      object: REQUESTERS,
      path: "spec.template.spec.containers[0]",
      expected: {
        name: "inference-server",
        image: "mirror.example/requester:v0.6.4",
        env: [
          { name: "PROBES_PORT", value: "9000" },
          { name: "SPI_PORT", value: "9001" },
        ],
        ports: [
          { name: "probes", containerPort: 9000 },
          { name: "spi", containerPort: 9001 },
        ],
        readinessProbe: {
          httpGet: { path: "/ready", port: 9000 },
          initialDelaySeconds: 0,
          periodSeconds: 1,
        },
        resources: { limits: { cpu: "200m", memory: "100Mi", "nvidia.com/gpu": "2" } },
      },
    },
    {
      title:
        "are asked whether they are ready as Kubernetes does by itself, where nothing is said of it",
      values: requested({}, { requester: { readinessProbe: null } }),
      object: REQUESTERS,
      path: "spec.template.spec.containers[0].readinessProbe",
      expected: { httpGet: { path: "/ready", port: 8080 } },
    },
    {
      title: "are as many as the pods of the role",
      values: requested({ replicas: 3 }),
      object: REQUESTERS,
      path: "spec.replicas",
      expected: 3,
    },
    {
      title: "are selected by what no other release of the namespace has",
      values: requested(),
      object: REQUESTERS,
      path: "spec.selector.matchLabels",
      expected: LABELS,
    },
    {
      title: "of another release are selected by another label",
      values: requested(),
      release: "other",
      object: "ReplicaSet/other-llm-d-modelservice-decode",
      path: "spec.selector.matchLabels",
      expected: { ...LABELS, "app.kubernetes.io/instance": "other-llm-d-modelservice-decode" },
    },
    {
      title: "have no label by which a pool would send them requests",
      values: requested({ podLabels: { team: "serving" } }),
      object: REQUESTERS,
      path: "spec.template.metadata.labels",
      expected: LABELS,
    },
    {
      title: "ask for the devices that the engine names itself",
      values: requested({}, {}, { resources: { limits: { "nvidia.com/gpu": 8 } } }),
      object: REQUESTERS,
      path: "spec.template.spec.containers[0].resources.limits",
      expected: { cpu: "1", memory: "250Mi", "nvidia.com/gpu": "8" },
    },
    {
      title: "are scheduled as the pods that serve, and are nothing else of them",
      values: requested({
        nodeSelector: { pool: "h100" },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        acceleratorTypes: { labelKey: "gpu", labelValues: ["H100"] },
        priorityClassName: "high",
        schedulerName: "kueue",
        imagePullSecrets: [{ name: "registry" }],
        enableServiceLinks: false,
        extraConfig: { runtimeClassName: "nvidia" },
        podSecurityContext: { fsGroup: 1000 },
        terminationGracePeriodSeconds: 75,
        hostIPC: true,
        initContainers: [{ name: "warm", image: "busybox:1.37.0" }],
        volumes: [{ name: "shm", emptyDir: { medium: "Memory" } }],
        containers: [
          engineContainer({ readinessProbe: PROBE }),
          { name: "log-shipper", image: "fluent-bit:4.0.0", command: ["fluent-bit"] },
        ],
      }),
      object: REQUESTERS,
      path: "spec.template.spec",
      expected: {
        nodeSelector: { pool: "h100" },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: "gpu", operator: "In", values: ["H100"] }] },
              ],
            },
          },
        },
        priorityClassName: "high",
        schedulerName: "kueue",
        imagePullSecrets: [{ name: "registry" }],
        enableServiceLinks: false,
        runtimeClassName: "nvidia",
        serviceAccountName: "model-llm-d-modelservice",
        containers: [requesterOf("1")],
      },
    },
    {
      title: "leave prefill a Deployment of pods that serve",
      values: {
        ...requested(),
        prefill: { create: true, volumes: [], containers: [engineContainer()] },
      },
      object: "Deployment/model-llm-d-modelservice-prefill",
      path: "spec.template.spec.containers[0]",
      expected: {
        name: "vllm",
        image: "vllm/vllm-openai:v0.30.0",
        command: ["vllm", "serve"],
        args: ["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        env: [
          { name: "DP_SIZE", value: "1" },
          { name: "TP_SIZE", value: "1" },
          { name: "DP_SIZE_LOCAL", value: "1" },
        ],
        resources: { limits: { "nvidia.com/gpu": "1" }, requests: { "nvidia.com/gpu": "1" } },
      },
    },
    {
      title: "are not scraped: the PodMonitor finds the pods that serve",
      values: requested({ monitoring: { podmonitor: { enabled: true } } }),
      object: "PodMonitor/model-llm-d-modelservice-decode",
      path: "spec.selector",
      expected: { matchLabels: POD_LABELS },
    },
  ]);

  it("are asked for devices at their own port", async () => {
    const values = requested({}, { requester: { port: { spi: 9001 } } });
    const annotations = readPath(
      await renderObject(helm(), REQUESTERS, { values }),
      "spec.template.metadata.annotations",
    ) as Readonly<Record<string, string>>;
    assert.equal(annotations["dual-pods.llm-d.ai/admin-port"], "9001");
  });
});

describeWithHelm("the pod that a requester asks for", (helm) => {
  it("is the one that ModelService writes, laid over its values", async () => {
    const plan = requireValue(planModelService("tiny", modelServiceSpec()));
    const extraValues = { requester: { enable: true }, decode: { strategy: null } };
    const values = mergeValues(toChartValues(plan, {}), extraValues);
    const release = plan.releaseName;
    const requesters = await renderObject(helm(), `ReplicaSet/${release}-decode`, { values });
    assert.deepEqual(
      readPath(toServerPatch(requesters), "spec.containers[1].readinessProbe.httpGet"),
      { path: "/v1/models", port: 8000 },
    );
  });

  it("is that of the role, with the name by which the controller knows it, asleep when it is told to, and without devices", async () => {
    assert.deepEqual(await readServerPatch(helm(), requested()), {
      metadata: {
        labels: { ...POD_LABELS, app: null, "app.kubernetes.io/instance": null },
      },
      spec: {
        serviceAccountName: "model-llm-d-modelservice",
        containers: [
          { $patch: "replace" },
          {
            name: "inference-server",
            image: "vllm/vllm-openai:v0.30.0",
            command: ["vllm", "serve"],
            args: [
              ...["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
              "--enable-sleep-mode",
            ],
            env: [
              { name: "DP_SIZE", value: "1" },
              { name: "TP_SIZE", value: "1" },
              { name: "DP_SIZE_LOCAL", value: "1" },
              { name: "VLLM_SERVER_DEV_MODE", value: "1" },
            ],
            readinessProbe: PROBE,
            resources: {},
          },
        ],
      },
    });
  });

  it("has a readiness probe of its engine, behind the proxy too, where the values have none", async () => {
    const values = requested(
      { strategy: { type: "Recreate" } },
      { routing: {} },
      { readinessProbe: null },
    );
    assert.deepEqual(
      readPath(await readServerPatch(helm(), values), "spec.containers[1].readinessProbe"),
      {
        httpGet: { path: "/health", port: 8200 },
      },
    );
  });

  it("has the number of the port that the readiness probe of the engine names", async () => {
    const readinessProbe = { httpGet: { path: "/v1/models", port: "http" }, periodSeconds: 5 };
    const ports = [{ name: "http", containerPort: "{{ .Values.routing.servicePort }}" }];
    const patch = await readServerPatch(helm(), requested({}, {}, { ports, readinessProbe }));
    assert.deepEqual(readPath(patch, "spec.containers[1].readinessProbe"), {
      ...readinessProbe,
      httpGet: { path: "/v1/models", port: 8000 },
    });
  });

  it("has no devices in its init containers either", async () => {
    const limits = { cpu: 1, "nvidia.com/gpu": 1 };
    const warm = { name: "warm", image: "busybox:1.37.0", resources: { limits } };
    const patch = await readServerPatch(helm(), requested({ initContainers: [warm] }));
    assert.deepEqual(readPath(patch, "spec.initContainers[0].resources"), { limits: { cpu: 1 } });
  });

  it("has every other field of the pod of a Deployment", async () => {
    const role = {
      podLabels: { "llm-d.ai/engine-type": "vllm", app: "mine" },
      podAnnotations: { networks: "rdma" },
      nodeSelector: { pool: "h100" },
      podSecurityContext: { fsGroup: 1000 },
      initContainers: [{ name: "warm", image: "busybox:1.37.0" }],
      volumes: [{ name: "shm", emptyDir: { medium: "Memory" } }],
      containers: [
        engineContainer({
          modelCommand: "custom",
          command: ["vllm", "serve"],
          args: ["a", "--enable-sleep-mode"],
          readinessProbe: PROBE,
          mountModelVolume: true,
          resources: { limits: { cpu: 8, memory: "64Gi", "nvidia.com/gpu": 8 } },
        }),
        { name: "log-shipper", image: "fluent-bit:4.0.0", command: ["fluent-bit"] },
      ],
    };
    const rest = { routing: {}, tracing: { enabled: true } };
    const deployment = await renderObject(helm(), "Deployment/model-llm-d-modelservice-decode", {
      values: decodeOnly(role, rest),
    });
    const { containers, ...pod } = readPath(deployment, "spec.template.spec") as Values;
    const [engine = {}, ...helpers] = containers as readonly Values[];
    assert.deepEqual(await readServerPatch(helm(), requested(role, rest)), {
      metadata: {
        labels: {
          ...POD_LABELS,
          "llm-d.ai/engine-type": "vllm",
          app: "mine",
          "app.kubernetes.io/instance": null,
        },
        annotations: { networks: "rdma" },
      },
      spec: {
        ...pod,
        containers: [
          { $patch: "replace" },
          {
            ...engine,
            name: "inference-server",
            env: [
              ...(engine.env as readonly Values[]),
              { name: "VLLM_SERVER_DEV_MODE", value: "1" },
            ],
            resources: { limits: { cpu: 8, memory: "64Gi" } },
          },
          ...helpers,
        ],
      },
    });
  });
});

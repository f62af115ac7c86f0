import assert from "node:assert/strict";
import { decodeOnly, engineContainer } from "../support/chart-values";
import {
  describeWithHelm,
  listNames,
  readPath,
  renderObject,
  renderObjects,
  type Values,
} from "../support/helm";
import { itRenders } from "../support/rendered";

const OBJECT = "Deployment/model-llm-d-modelservice-decode";
const MONITORED = { monitoring: { podmonitor: { enabled: true } } };
const MONITOR = "PodMonitor/model-llm-d-modelservice-decode";
const POD_LABELS = { "llm-d.ai/inference-serving": "true", "llm-d.ai/role": "decode" };

describeWithHelm("the objects of a release", (helm) => {
  it("are a ServiceAccount and a Deployment of each role", async () => {
    assert.deepEqual(listNames(await renderObjects(helm())), [
      "ServiceAccount/model-llm-d-modelservice",
      "Deployment/model-llm-d-modelservice-decode",
      "Deployment/model-llm-d-modelservice-prefill",
    ]);
  });

  it("are none when the chart is not enabled", async () => {
    const values = { enabled: false, extraObjects: [{ apiVersion: "v1", kind: "ConfigMap" }] };
    assert.deepEqual(await renderObjects(helm(), { values }), []);
  });

  it("have no ServiceAccount when there is one already", async () => {
    const values = decodeOnly({}, { serviceAccountOverride: "existing" });
    assert.deepEqual(listNames(await renderObjects(helm(), { values })), [OBJECT]);
  });

  it("have a PodMonitor for a role that asks for it", async () => {
    const names = listNames(await renderObjects(helm(), { values: decodeOnly(MONITORED) }));
    assert.deepEqual(names, ["ServiceAccount/model-llm-d-modelservice", OBJECT, MONITOR]);
  });

  it("differ by the version of the chart in object labels only, so that no pod restarts for it", async () => {
    const deployment = await renderObject(helm(), OBJECT, { values: decodeOnly() });
    const withVersion = JSON.stringify(deployment).match(/0\.4\.12[+_]/g);
    assert.deepEqual(
      [withVersion?.length, readPath(deployment, "spec.template.metadata")],
      [1, { labels: POD_LABELS }],
    );
  });

  it("have further labels on pods that are not part of the selector, and cannot change it", async () => {
    const values = decodeOnly({
      podLabels: { "llm-d.ai/engine-type": "vllm", "llm-d.ai/role": "other" },
    });
    const deployment = await renderObject(helm(), OBJECT, { values });
    assert.deepEqual(
      [
        readPath(deployment, "spec.selector.matchLabels"),
        readPath(deployment, "spec.template.metadata.labels"),
      ],
      [POD_LABELS, { ...POD_LABELS, "llm-d.ai/engine-type": "vllm" }],
    );
  });

  itRenders(helm, [
    {
      title: "include further ones, with templates evaluated",
      values: {
        ...decodeOnly(),
        extraObjects: [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "{{ .Release.Name }}-extra" },
            data: { namespace: "{{ .Release.Namespace }}" },
          },
        ],
      },
      object: "ConfigMap/model-extra",
      path: "data",
      expected: { namespace: "llm" },
    },
  ]);
});

describeWithHelm("the Deployment of a role", (helm) => {
  itRenders(helm, [
    {
      title: "selects its pods by the labels of the model and the role",
      values: decodeOnly({}, { modelArtifacts: { labels: { "llm-d.ai/model": "qwen3" } } }),
      path: "spec.selector.matchLabels",
      expected: { ...POD_LABELS, "llm-d.ai/model": "qwen3" },
    },
    {
      title: "has the annotations of the role",
      values: decodeOnly({ annotations: { team: "serving" } }),
      path: "metadata.annotations",
      expected: { team: "serving" },
    },
    {
      title: "annotates its pods",
      values: decodeOnly({ podAnnotations: { scrape: "true" } }),
      path: "spec.template.metadata.annotations",
      expected: { scrape: "true" },
    },
    {
      title: "has the strategy of the role",
      values: decodeOnly({
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      }),
      path: "spec.strategy",
      expected: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    },
    {
      title: "has the pods of the role, none among them",
      values: decodeOnly({ replicas: 0 }),
      path: "spec.replicas",
      expected: 0,
    },
    {
      title: "begins with the pods of the role under an autoscaler that has not set any yet",
      values: decodeOnly({ replicas: 2, autoscaling: { enabled: true } }),
      path: "spec.replicas",
      expected: 2,
    },
  ]);
});

const GROUP = "LeaderWorkerSet/model-llm-d-modelservice-decode";
/** How leader and workers find each other: variables that the controller of LeaderWorkerSets sets. */
const PLACES = [
  ...["--nnodes", "2", "--node-rank", "$(LWS_WORKER_INDEX)"],
  ...["--master-addr", "$(LWS_LEADER_ADDRESS)", "--data-parallel-hybrid-lb"],
];
const GROUP_ARGUMENTS = "spec.leaderWorkerTemplate.workerTemplate.spec.containers[0].args";
const TWO_WORKERS = { parallelism: { tensor: 1, dataLocal: 8, workers: 2 } };

/** One copy over two workers, which are started otherwise than their leader. */
const SPANNED = {
  parallelism: { tensor: 16, data: 1, dataLocal: 1, workers: 2 },
  containers: [spannedContainer("model")],
  workerContainers: [spannedContainer("--headless")],
};

function spannedContainer(argument: string): Values {
  return engineContainer({
    modelCommand: "custom",
    command: ["vllm", "serve"],
    args: [argument],
    resources: { limits: { "nvidia.com/gpu": "8" } },
  });
}

describeWithHelm("the LeaderWorkerSet of a role", (helm) => {
  itRenders(helm, [
    {
      title: "has a group of as many pods as there are workers",
      values: decodeOnly({ ...TWO_WORKERS, replicas: 3 }, { multinode: true }),
      object: GROUP,
      path: "spec",
      expected: {
        replicas: 3,
        leaderWorkerTemplate: {
          size: 2,
          workerTemplate: {
            metadata: { labels: POD_LABELS },
            spec: {
              serviceAccountName: "model-llm-d-modelservice",
              containers: [
                {
                  name: "vllm",
                  image: "vllm/vllm-openai:v0.30.0",
                  command: ["vllm", "serve"],
                  args: [
                    ...["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
                    ...["--data-parallel-size", "16", "--data-parallel-size-local", "8"],
                    ...PLACES,
                  ],
                  env: [
                    { name: "DP_SIZE", value: "16" },
                    { name: "TP_SIZE", value: "1" },
                    { name: "DP_SIZE_LOCAL", value: "8" },
                  ],
                  resources: {
                    limits: { "nvidia.com/gpu": "8" },
                    requests: { "nvidia.com/gpu": "8" },
                  },
                },
              ],
            },
          },
        },
      },
    },
    {
      title: "rolls out as a Deployment would",
      values: decodeOnly(
        { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
        { multinode: true },
      ),
      object: GROUP,
      path: "spec.rolloutStrategy",
      expected: {
        type: "RollingUpdate",
        rollingUpdateConfiguration: { maxSurge: 1, maxUnavailable: 0 },
      },
    },
    {
      title: "has the containers of its workers in their pods alone",
      values: decodeOnly(SPANNED, { multinode: true }),
      object: GROUP,
      path: "spec.leaderWorkerTemplate.workerTemplate.spec.containers[0].args",
      expected: ["--headless"],
    },
    {
      title: "has those of the role in its leaders then",
      values: decodeOnly(SPANNED, { multinode: true }),
      object: GROUP,
      path: "spec.leaderWorkerTemplate.leaderTemplate",
      expected: {
        metadata: { labels: POD_LABELS },
        spec: {
          serviceAccountName: "model-llm-d-modelservice",
          containers: [
            {
              name: "vllm",
              image: "vllm/vllm-openai:v0.30.0",
              command: ["vllm", "serve"],
              args: ["model"],
              env: [
                { name: "DP_SIZE", value: "1" },
                { name: "TP_SIZE", value: "16" },
                { name: "DP_SIZE_LOCAL", value: "1" },
              ],
              resources: {
                limits: { "nvidia.com/gpu": "8" },
                requests: { "nvidia.com/gpu": "8" },
              },
            },
          ],
        },
      },
    },
    {
      title: "has subgroups",
      values: decodeOnly(
        { ...TWO_WORKERS, subGroupPolicy: { subGroupSize: 2 } },
        { multinode: true },
      ),
      object: GROUP,
      path: "spec.leaderWorkerTemplate.subGroupPolicy",
      expected: { subGroupSize: 2 },
    },
    {
      title: "has the annotations of the role",
      values: decodeOnly({ annotations: { team: "serving" } }),
      path: "metadata.annotations",
      expected: { team: "serving" },
    },
    {
      title: "annotates its pods",
      values: decodeOnly({ podAnnotations: { scrape: "true" } }),
      path: "spec.template.metadata.annotations",
      expected: { scrape: "true" },
    },
    {
      title: "has the strategy of the role",
      values: decodeOnly({
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      }),
      path: "spec.strategy",
      expected: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    },
    {
      title: "has the pods of the role, none among them",
      values: decodeOnly({ replicas: 0 }),
      path: "spec.replicas",
      expected: 0,
    },
    {
      title: "begins with the pods of the role under an autoscaler that has not set any yet",
      values: decodeOnly({ replicas: 2, autoscaling: { enabled: true } }),
      path: "spec.replicas",
      expected: 2,
    },
    {
      title: "tells vLLM how many ranks a pod has, one too",
      values: decodeOnly(
        {
          parallelism: { tensor: 8, workers: 2 },
          containers: [engineContainer({ modelCommand: "imageDefault" })],
        },
        { multinode: true },
      ),
      object: GROUP,
      path: GROUP_ARGUMENTS,
      expected: [
        ...["--model", "Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        ...["--tensor-parallel-size", "8", "--data-parallel-size", "2"],
        ...["--data-parallel-size-local", "1", ...PLACES],
      ],
    },
    {
      title: "of one pod has nobody to find",
      values: decodeOnly({ parallelism: { dataLocal: 8 } }, { multinode: true }),
      object: GROUP,
      path: GROUP_ARGUMENTS,
      expected: [
        ...["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        ...["--data-parallel-size", "8", "--data-parallel-size-local", "8"],
      ],
    },
    ...[
      ["--data-parallel-address=$(LWS_LEADER_ADDRESS)", "--data_parallel_start_rank=8"],
      ["--headless"],
      ["-dpr", "8"],
      ["--no-data-parallel-hybrid-lb"],
    ].map((args) => ({
      title: `leaves the places of ranks to the user who writes them: ${args.join(" ")}`,
      values: decodeOnly(
        { ...TWO_WORKERS, containers: [engineContainer({ args })] },
        { multinode: true },
      ),
      object: GROUP,
      path: GROUP_ARGUMENTS,
      expected: [
        ...["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        ...["--data-parallel-size", "16", "--data-parallel-size-local", "8"],
        ...args,
      ],
    })),
    {
      title: "keeps the places of ranks beside other flags of data parallelism",
      values: decodeOnly(
        {
          ...TWO_WORKERS,
          containers: [engineContainer({ args: ["--data-parallel-rpc-port=13345"] })],
        },
        { multinode: true },
      ),
      object: GROUP,
      path: GROUP_ARGUMENTS,
      expected: [
        ...["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        ...["--data-parallel-size", "16", "--data-parallel-size-local", "8"],
        ...[...PLACES, "--data-parallel-rpc-port=13345"],
      ],
    },
    {
      title: "has the pod of a Deployment: account, priority, probes and proxy",
      values: decodeOnly(
        {
          ...TWO_WORKERS,
          priorityClassName: "high",
          containers: [
            engineContainer({
              modelCommand: "custom",
              command: ["serve"],
              readinessProbe: { httpGet: { path: "/health", port: 8200 } },
              resources: { limits: { "nvidia.com/gpu": 8 } },
            }),
          ],
        },
        { multinode: true, routing: { proxy: { zapEncoder: null, zapLogLevel: null } } },
      ),
      object: GROUP,
      path: "spec.leaderWorkerTemplate.workerTemplate.spec",
      expected: {
        serviceAccountName: "model-llm-d-modelservice",
        priorityClassName: "high",
        initContainers: [
          {
            name: "routing-proxy",
            image: "ghcr.io/llm-d/llm-d-router-disagg-sidecar:v0.9.0",
            imagePullPolicy: "Always",
            args: [
              ...["--port=8000", "--vllm-port=8200", "--connector=nixlv2"],
              "--secure-proxy=false",
            ],
            ports: [{ containerPort: 8000 }],
            restartPolicy: "Always",
            securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true },
          },
        ],
        containers: [
          {
            name: "vllm",
            image: "vllm/vllm-openai:v0.30.0",
            command: ["serve"],
            env: [
              { name: "DP_SIZE", value: "16" },
              { name: "TP_SIZE", value: "1" },
              { name: "DP_SIZE_LOCAL", value: "8" },
            ],
            readinessProbe: { httpGet: { path: "/health", port: 8200 } },
            resources: { limits: { "nvidia.com/gpu": 8 }, requests: { "nvidia.com/gpu": 8 } },
          },
        ],
      },
    },
    {
      title: "has a PodMonitor that finds leader and workers",
      values: decodeOnly({ ...MONITORED, ...TWO_WORKERS }, { multinode: true }),
      object: MONITOR,
      path: "spec.selector",
      expected: { matchLabels: POD_LABELS },
    },
  ]);
});

describeWithHelm("the PodMonitor of a role", (helm) => {
  itRenders(helm, [
    {
      title: "has every setting",
      values: decodeOnly({
        monitoring: {
          podmonitor: {
            enabled: true,
            interval: "15s",
            scrapeTimeout: "10s",
            relabelings: [{ action: "labeldrop" }],
            metricRelabelings: [{ action: "drop" }],
            namespaceSelector: { any: true },
          },
        },
      }),
      object: MONITOR,
      path: "spec",
      expected: {
        selector: { matchLabels: POD_LABELS },
        namespaceSelector: { any: true },
        podMetricsEndpoints: [
          {
            port: "metrics",
            path: "/metrics",
            interval: "15s",
            scrapeTimeout: "10s",
            relabelings: [{ action: "labeldrop" }],
            metricRelabelings: [{ action: "drop" }],
          },
        ],
      },
    },
    {
      title: "is found by the labels that Prometheus selects",
      values: decodeOnly({
        monitoring: { podmonitor: { enabled: true, labels: { release: "prometheus" } } },
      }),
      object: MONITOR,
      path: "metadata.labels.release",
      expected: "prometheus",
    },
  ]);
});

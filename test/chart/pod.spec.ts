import assert from "node:assert/strict";
import { decodeOnly, engineContainer } from "../support/chart-values";
import { describeWithHelm, readPath, renderObject } from "../support/helm";
import { itRenders } from "../support/rendered";

const GPU_NODES = { labelKey: "nvidia.com/gpu.product", labelValues: ["H200", "B200"] };
const GPU_EXPRESSION = {
  key: "nvidia.com/gpu.product",
  operator: "In",
  values: ["H200", "B200"],
};
const GPU_AFFINITY = {
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [GPU_EXPRESSION] }],
  },
};
const ON_DEMAND = { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] };
const NODE = { key: "metadata.name", operator: "In", values: ["gpu-1"] };

describeWithHelm("the pod of a role", (helm) => {
  it("has no time to end when it is given none by --set", async () => {
    const options = { arguments: ["--set", "decode.terminationGracePeriodSeconds=0"] };
    const name = "Deployment/model-llm-d-modelservice-decode";
    const pods = await renderObject(helm(), name, options);
    assert.equal(readPath(pods, "spec.template.spec.terminationGracePeriodSeconds"), 0);
  });

  itRenders(helm, [
    {
      title: "has each field of the role under Kubernetes' name",
      values: decodeOnly({
        nodeSelector: { pool: "b200" },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        imagePullSecrets: [{ name: "registry" }],
        podSecurityContext: { fsGroup: 1000 },
        schedulerName: "binpack",
        priorityClassName: "serving",
        hostIPC: true,
        hostPID: true,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: 0,
        resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
        containers: [engineContainer({ resources: { claims: [{ name: "imex" }] } })],
      }),
      path: "spec.template.spec",
      expected: {
        serviceAccountName: "model-llm-d-modelservice",
        nodeSelector: { pool: "b200" },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        imagePullSecrets: [{ name: "registry" }],
        securityContext: { fsGroup: 1000 },
        schedulerName: "binpack",
        priorityClassName: "serving",
        hostIPC: true,
        hostPID: true,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: 0,
        resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
        containers: [
          {
            name: "vllm",
            image: "vllm/vllm-openai:v0.30.0",
            command: ["vllm", "serve"],
            args: ["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
            env: [
              { name: "DP_SIZE", value: "1" },
              { name: "TP_SIZE", value: "1" },
              { name: "DP_SIZE_LOCAL", value: "1" },
            ],
            resources: {
              limits: { "nvidia.com/gpu": "1" },
              requests: { "nvidia.com/gpu": "1" },
              claims: [{ name: "imex" }],
            },
          },
        ],
      },
    },
    {
      title: "takes the scheduler of the release when the role has none",
      values: decodeOnly({}, { schedulerName: "binpack" }),
      path: "pod.schedulerName",
      expected: "binpack",
    },
    {
      title: "takes the scheduler of the role before that of the release",
      values: decodeOnly({ schedulerName: "gang" }, { schedulerName: "binpack" }),
      path: "pod.schedulerName",
      expected: "gang",
    },
    {
      title: "takes the priority class of the role before that of the release",
      values: decodeOnly({ priorityClassName: "high" }, { priorityClassName: "serving" }),
      path: "pod.priorityClassName",
      expected: "high",
    },
    {
      title: "has no priority class when it is none",
      values: decodeOnly({ priorityClassName: "none" }, { priorityClassName: "serving" }),
      path: "pod.priorityClassName",
      expected: undefined,
    },
    {
      title: "must run on a node with one of the accelerator types",
      values: decodeOnly({ acceleratorTypes: GPU_NODES }),
      path: "pod.affinity",
      expected: { nodeAffinity: GPU_AFFINITY },
    },
    {
      title: "joins the affinity of extraConfig with that of the accelerator types",
      values: decodeOnly({
        acceleratorTypes: GPU_NODES,
        extraConfig: { affinity: { podAntiAffinity: { marker: true } } },
      }),
      path: "pod.affinity",
      expected: { nodeAffinity: GPU_AFFINITY, podAntiAffinity: { marker: true } },
    },
    {
      title: "must run on such a node in each alternative that extraConfig requires",
      values: decodeOnly({
        acceleratorTypes: GPU_NODES,
        extraConfig: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [ON_DEMAND] }, { matchFields: [NODE] }],
              },
            },
          },
        },
      }),
      path: "pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
      expected: [
        { matchExpressions: [ON_DEMAND, GPU_EXPRESSION] },
        { matchFields: [NODE], matchExpressions: [GPU_EXPRESSION] },
      ],
    },
    {
      title: "evaluates templates in extraConfig",
      values: decodeOnly({ extraConfig: { hostname: "{{ .Release.Name }}" } }),
      path: "pod.hostname",
      expected: "model",
    },
    {
      title: "runs as an existing service account",
      values: decodeOnly({}, { serviceAccountOverride: "workload-identity" }),
      path: "pod.serviceAccountName",
      expected: "workload-identity",
    },
    {
      title: "runs the init containers after the proxy",
      values: decodeOnly(
        { initContainers: [{ name: "warm", image: "busybox:1.37.0" }] },
        { routing: {} },
      ),
      path: "pod.initContainers[1]",
      expected: { name: "warm", image: "busybox:1.37.0" },
    },
  ]);
});

import { decodeOnly, decodeWith, engineContainer } from "../support/chart-values";
import { describeWithHelm } from "../support/helm";
import { itRenders } from "../support/rendered";

const ENVIRONMENT = "pod.containers[0].env";
const SIZES = [
  { name: "DP_SIZE", value: "1" },
  { name: "TP_SIZE", value: "1" },
  { name: "DP_SIZE_LOCAL", value: "1" },
];
const TOKEN = {
  name: "HF_TOKEN",
  valueFrom: { secretKeyRef: { name: "hf-token", key: "HF_TOKEN" } },
};

describeWithHelm("the environment of a container", (helm) => {
  itRenders(helm, [
    {
      title: "has the user's variables first, with templates evaluated, then the sizes",
      values: decodeWith({ env: [{ name: "NAMESPACE", value: "{{ .Release.Namespace }}" }] }),
      path: ENVIRONMENT,
      expected: [{ name: "NAMESPACE", value: "llm" }, ...SIZES],
    },
    {
      title: "leaves a variable of ours to the user who sets it",
      values: decodeWith({ env: [{ name: "TP_SIZE", value: "2" }] }),
      path: ENVIRONMENT,
      expected: [
        { name: "TP_SIZE", value: "2" },
        { name: "DP_SIZE", value: "1" },
        { name: "DP_SIZE_LOCAL", value: "1" },
      ],
    },
    {
      title: "has what engines need on the accelerator of the role",
      values: decodeOnly({ accelerator: { type: "intel-xe" } }),
      path: ENVIRONMENT,
      expected: [...SIZES, { name: "VLLM_WORKER_MULTIPROC_METHOD", value: "spawn" }],
    },
    {
      title: "has what engines need on i915",
      values: decodeOnly({}, { accelerator: { type: "intel-i915" } }),
      path: ENVIRONMENT,
      expected: [
        ...SIZES,
        { name: "VLLM_USE_V1", value: "1" },
        { name: "TORCH_LLM_ALLREDUCE", value: "1" },
        { name: "VLLM_WORKER_MULTIPROC_METHOD", value: "spawn" },
      ],
    },
    ...["nvidia", "intel-gaudi", "amd", "google", "rebellions-atom", "cpu"].map((type) => ({
      title: `has nothing more on ${type}`,
      values: decodeOnly({}, { accelerator: { type } }),
      path: ENVIRONMENT,
      expected: SIZES,
    })),
    {
      title: "says where a download goes when the volume for it is mounted",
      values: decodeWith({ mountModelVolume: true }),
      path: ENVIRONMENT,
      expected: [...SIZES, { name: "HF_HOME", value: "/model-cache" }],
    },
    {
      title: "says where the hub cache of a claim is, below any mount path",
      values: decodeWith(
        { mountModelVolume: true },
        {
          modelArtifacts: { uri: "pvc+hf://weights/hub/Qwen/Qwen3-32B", mountPath: "/mnt/models" },
        },
      ),
      path: ENVIRONMENT,
      expected: [...SIZES, { name: "HF_HUB_CACHE", value: "/mnt/models/hub" }],
    },
    {
      title: "takes the token from the Secret",
      values: decodeWith({}, { modelArtifacts: { authSecretName: "hf-token" } }),
      path: ENVIRONMENT,
      expected: [...SIZES, TOKEN],
    },
    {
      title: "has no token in a helper container",
      values: decodeOnly(
        {
          containers: [
            engineContainer(),
            { name: "log-shipper", image: "fluent-bit:4.0.0", command: ["fluent-bit"] },
          ],
        },
        { modelArtifacts: { authSecretName: "hf-token" } },
      ),
      path: "pod.containers[1].env",
      expected: SIZES,
    },
    {
      title: "has the sizes of the role",
      values: decodeOnly({ parallelism: { tensor: 2, dataLocal: 4 } }),
      path: ENVIRONMENT,
      expected: [
        { name: "DP_SIZE", value: "4" },
        { name: "TP_SIZE", value: "2" },
        { name: "DP_SIZE_LOCAL", value: "4" },
      ],
    },
  ]);
});

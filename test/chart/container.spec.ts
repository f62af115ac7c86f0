import { decodeOnly, decodeWith, engineContainer } from "../support/chart-values";
import { describeWithHelm } from "../support/helm";
import { itRenders } from "../support/rendered";

const ARGUMENTS = "pod.containers[0].args";
const PROXY_ON = { routing: { proxy: { enabled: true } } };

describeWithHelm("the command of a container", (helm) => {
  itRenders(helm, [
    {
      title: "is `vllm serve` with vllmServe",
      values: decodeOnly(),
      path: "pod.containers[0].command",
      expected: ["vllm", "serve"],
    },
    {
      title: "is the image's own with imageDefault, which is told the model by a flag",
      values: decodeWith({ modelCommand: "imageDefault" }),
      path: "pod.containers[0]",
      expected: {
        name: "vllm",
        image: "vllm/vllm-openai:v0.30.0",
        args: ["--model", "Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        env: [
          { name: "DP_SIZE", value: "1" },
          { name: "TP_SIZE", value: "1" },
          { name: "DP_SIZE_LOCAL", value: "1" },
        ],
        resources: { limits: { "nvidia.com/gpu": "1" }, requests: { "nvidia.com/gpu": "1" } },
      },
    },
    {
      title: "is as written with custom, and so are the arguments",
      values: decodeWith({
        modelCommand: "custom",
        command: ["python3", "-m", "sglang.launch_server"],
        args: ["--json", '{"a": 1}', "--template", "{{ not evaluated }}"],
      }),
      path: ARGUMENTS,
      expected: ["--json", '{"a": 1}', "--template", "{{ not evaluated }}"],
    },
    {
      title: "has the sizes above 1, then the user's arguments",
      values: decodeOnly({
        parallelism: { tensor: 4, data: 2 },
        containers: [engineContainer({ args: ["--max-model-len", "8192"] })],
      }),
      path: ARGUMENTS,
      expected: [
        ...["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"],
        ...["--tensor-parallel-size", "4", "--data-parallel-size", "2"],
        ...["--data-parallel-size-local", "2", "--max-model-len", "8192"],
      ],
    },
    {
      title: "listens behind the proxy on the proxy's target port",
      values: decodeOnly({}, PROXY_ON),
      path: `${ARGUMENTS}[2]`,
      expected: "8200",
    },
    {
      title: "listens on the service port in a prefill pod, which has no proxy",
      values: { ...decodeOnly({}, PROXY_ON), prefill: { containers: [engineContainer()] } },
      object: "Deployment/model-llm-d-modelservice-prefill",
      path: `${ARGUMENTS}[2]`,
      expected: "8000",
    },
  ]);
});

describeWithHelm("the fields of a container", (helm) => {
  itRenders(helm, [
    {
      title: "go through under Kubernetes' names, those without a key of upstream's too",
      values: decodeWith({ lifecycle: { preStop: { sleep: { seconds: 15 } } } }),
      path: "pod.containers[0].lifecycle",
      expected: { preStop: { sleep: { seconds: 15 } } },
    },
    {
      title: "are left out when they are none of Kubernetes'",
      values: decodeWith({ livenessPorbe: { httpGet: { port: 8000 } } }),
      path: "pod.containers[0].livenessPorbe",
      expected: undefined,
    },
    {
      title: "of extraConfig join maps with those of the chart",
      values: decodeWith({
        securityContext: { runAsUser: 1000, runAsNonRoot: true },
        extraConfig: { securityContext: { runAsGroup: 1000, runAsNonRoot: false } },
      }),
      path: "pod.containers[0].securityContext",
      expected: { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: false },
    },
    {
      title: "of extraConfig append to lists of the chart",
      values: decodeWith({
        volumeMounts: [{ name: "a", mountPath: "/a" }],
        extraConfig: { volumeMounts: [{ name: "b", mountPath: "/b" }] },
      }),
      path: "pod.containers[0].volumeMounts",
      expected: [
        { name: "a", mountPath: "/a" },
        { name: "b", mountPath: "/b" },
      ],
    },
    {
      title: "of extraConfig take the place of single values",
      values: decodeWith({
        imagePullPolicy: "Always",
        extraConfig: { imagePullPolicy: "Never" },
      }),
      path: "pod.containers[0].imagePullPolicy",
      expected: "Never",
    },
    {
      title: "name ports by templates, as numbers",
      values: decodeWith({
        ports: [{ name: "metrics", containerPort: "{{ .Values.routing.servicePort }}" }],
      }),
      path: "pod.containers[0].ports",
      expected: [{ name: "metrics", containerPort: 8000 }],
    },
  ]);
});

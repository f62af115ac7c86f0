import { decodeOnly, decodeWith, engineContainer } from "../support/chart-values";
import { describeWithHelm, type Values } from "../support/helm";
import { itRenders } from "../support/rendered";

const ARGUMENTS = "pod.containers[0].args";
const ENVIRONMENT = "pod.containers[0].env";
const ENGINE = ["Qwen/Qwen3-32B", "--port", "8000", "--served-model-name", "Qwen3"];
const SIZES = [
  { name: "DP_SIZE", value: "1" },
  { name: "TP_SIZE", value: "1" },
  { name: "DP_SIZE_LOCAL", value: "1" },
];
const FLAGS = ["--otlp-traces-endpoint", "http://otel-collector:4317"];

/** The variables of one service; by default as the chart's default values say. */
function variables(
  service: string,
  sampler = "parentbased_traceidratio",
  ratio = "1.0",
): readonly Values[] {
  return [
    { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://otel-collector:4317" },
    { name: "OTEL_SERVICE_NAME", value: service },
    { name: "OTEL_TRACES_SAMPLER", value: sampler },
    { name: "OTEL_TRACES_SAMPLER_ARG", value: ratio },
  ];
}

function traced(settings: Values = {}): Values {
  return { tracing: { enabled: true, ...settings } };
}

describeWithHelm("tracing of an engine", (helm) => {
  itRenders(helm, [
    {
      title: "is not there when it is not enabled, whatever the other keys say",
      values: decodeOnly({}, { tracing: { serviceNames: { vllmDecode: "qwen3" } } }),
      path: ENVIRONMENT,
      expected: SIZES,
    },
    {
      title: "gives a decode engine its variables",
      values: decodeOnly({}, traced()),
      path: ENVIRONMENT,
      expected: [...SIZES, ...variables("vllm-decode")],
    },
    {
      title: "gives a prefill engine a service name of its own",
      values: {
        ...decodeOnly({}, traced()),
        prefill: { create: true, volumes: [], containers: [engineContainer()] },
      },
      object: "Deployment/model-llm-d-modelservice-prefill",
      path: ENVIRONMENT,
      expected: [...SIZES, ...variables("vllm-prefill")],
    },
    {
      title: "is told every setting",
      values: decodeOnly(
        {},
        traced({
          otlpEndpoint: "https://traces.example:4317",
          sampling: { sampler: "always_on", samplerArg: 0 },
          serviceNames: { vllmDecode: "qwen3" },
        }),
      ),
      path: ENVIRONMENT,
      expected: [
        ...SIZES,
        { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "https://traces.example:4317" },
        { name: "OTEL_SERVICE_NAME", value: "qwen3" },
        { name: "OTEL_TRACES_SAMPLER", value: "always_on" },
        { name: "OTEL_TRACES_SAMPLER_ARG", value: "0" },
      ],
    },
    {
      title: "leaves a variable to the user who sets it",
      values: decodeWith({ env: [{ name: "OTEL_SERVICE_NAME", value: "mine" }] }, traced()),
      path: `${ENVIRONMENT}[0]`,
      expected: { name: "OTEL_SERVICE_NAME", value: "mine" },
    },
    {
      title: "is not in a helper container",
      values: decodeOnly(
        {
          containers: [
            engineContainer(),
            { name: "log-shipper", image: "fluent-bit:4.0.0", command: ["fluent-bit"] },
          ],
        },
        traced(),
      ),
      path: "pod.containers[1].env",
      expected: SIZES,
    },
    {
      title: "gives vLLM its flag, before those of the user",
      values: decodeWith({ args: ["--enforce-eager"] }, traced()),
      path: ARGUMENTS,
      expected: [...ENGINE, ...FLAGS, "--collect-detailed-traces", "all", "--enforce-eager"],
    },
    {
      title: "gives vLLM its flag with imageDefault too",
      values: decodeWith({ modelCommand: "imageDefault" }, traced()),
      path: ARGUMENTS,
      expected: ["--model", ...ENGINE, ...FLAGS, "--collect-detailed-traces", "all"],
    },
    {
      title: "times two parts of vLLM in detail",
      values: decodeOnly({}, traced({ vllm: { collectDetailedTraces: "model,worker" } })),
      path: ARGUMENTS,
      expected: [...ENGINE, ...FLAGS, "--collect-detailed-traces", "model,worker"],
    },
    {
      title: "times nothing in detail when that is empty",
      values: decodeOnly({}, traced({ vllm: { collectDetailedTraces: "" } })),
      path: ARGUMENTS,
      expected: [...ENGINE, ...FLAGS],
    },
    {
      title: "leaves the flag of a custom command to the user",
      values: decodeWith(
        { modelCommand: "custom", command: ["sglang"], args: ["--enable-trace"] },
        traced({ vllm: { collectDetailedTraces: "scheduler" } }),
      ),
      path: ARGUMENTS,
      expected: ["--enable-trace"],
    },
    {
      title: "gives the simulator no flag, which it would not start with",
      values: decodeWith({ image: "ghcr.io/llm-d/llm-d-inference-sim:v0.10.2" }, traced()),
      path: ARGUMENTS,
      expected: ENGINE,
    },
  ]);
});

const OLD = "ghcr.io/llm-d/llm-d-routing-sidecar";
const NEW = "ghcr.io/llm-d/llm-d-router-disagg-sidecar";
const PROXY_ENVIRONMENT = "pod.initContainers[0].env";
const EXPORTER = { name: "OTEL_TRACES_EXPORTER", value: "otlp" };

/** How the proxy's own ratio sampler says what the sampler of the values means. */
const PROXY_RATIOS = [
  { sampler: "parentbased_traceidratio", ratio: "0.25" },
  { sampler: "traceidratio", ratio: "0.25" },
  { sampler: "always_on", ratio: "1.0" },
  { sampler: "parentbased_always_on", ratio: "1.0" },
  { sampler: "always_off", ratio: "0.0" },
  { sampler: "parentbased_always_off", ratio: "0.0" },
];

/** The flag came with v0.9; before, the proxy always traces: https://github.com/llm-d/llm-d-router/pull/1513 */
const PROXY_FLAGS = [
  { image: `${OLD}:v0.8.0`, flag: undefined },
  { image: `${OLD}:latest`, flag: undefined },
  { image: `${NEW}:v0.9.0`, flag: "--tracing=true" },
  { image: `${NEW}:v0.10.0`, flag: "--tracing=true" },
  { image: `${NEW}:main`, flag: "--tracing=true" },
];

describeWithHelm("tracing of the routing proxy", (helm) => {
  itRenders(helm, [
    {
      title: "has the variables of its service, and an exporter that is not its log",
      values: decodeOnly({}, { ...traced(), routing: {} }),
      path: PROXY_ENVIRONMENT,
      expected: [...variables("routing-proxy"), EXPORTER],
    },
    {
      title: "is not there when it is not enabled",
      values: decodeOnly({}, { routing: {} }),
      path: PROXY_ENVIRONMENT,
      expected: undefined,
    },
    ...PROXY_RATIOS.map(({ sampler, ratio }) => ({
      title: `samples by the ratio that is meant: ${sampler}`,
      values: decodeOnly(
        {},
        { ...traced({ sampling: { sampler, samplerArg: 0.25 } }), routing: {} },
      ),
      path: PROXY_ENVIRONMENT,
      expected: [...variables("routing-proxy", "parentbased_traceidratio", ratio), EXPORTER],
    })),
    ...PROXY_FLAGS.map(({ image, flag }) => ({
      title: `is told to trace from v0.9 on: ${image}`,
      values: decodeOnly({}, { ...traced(), routing: { proxy: { image } } }),
      path: "pod.initContainers[0].args[6]",
      expected: flag,
    })),
  ]);
});

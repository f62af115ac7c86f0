import { decodeOnly, decodeWith, engineContainer } from "../support/chart-values";
import { describeWithHelm } from "../support/helm";
import { itRenders } from "../support/rendered";

const RESOURCES = "pod.containers[0].resources";

/** The resource name of each type, as upstream's default values have it. */
const DEVICES = {
  nvidia: "nvidia.com/gpu",
  "intel-i915": "gpu.intel.com/i915",
  "intel-xe": "gpu.intel.com/xe",
  "intel-gaudi": "habana.ai/gaudi",
  amd: "amd.com/gpu",
  google: "google.com/tpu",
  "rebellions-atom": "rebellions.ai/ATOM",
};

describeWithHelm("the resources of a container", (helm) => {
  itRenders(helm, [
    {
      title: "have one device for each rank of the pod",
      values: decodeOnly({ parallelism: { tensor: 2, dataLocal: 4 } }),
      path: RESOURCES,
      expected: { limits: { "nvidia.com/gpu": "8" }, requests: { "nvidia.com/gpu": "8" } },
    },
    {
      title: "limit what is only requested of devices, and leave the memory as it is",
      values: decodeWith({ resources: { requests: { memory: "1Ti", "nvidia.com/gpu": 8 } } }),
      path: RESOURCES,
      expected: {
        limits: { "nvidia.com/gpu": 8 },
        requests: { memory: "1Ti", "nvidia.com/gpu": 8 },
      },
    },
    {
      title: "request what is only limited of any device and of huge pages",
      values: decodeWith({
        resources: { limits: { cpu: "8", "vpc.amazonaws.com/efa": 4, "hugepages-2Mi": "5Gi" } },
      }),
      path: RESOURCES,
      expected: {
        limits: {
          cpu: "8",
          "vpc.amazonaws.com/efa": 4,
          "hugepages-2Mi": "5Gi",
          "nvidia.com/gpu": "1",
        },
        requests: { "vpc.amazonaws.com/efa": 4, "hugepages-2Mi": "5Gi", "nvidia.com/gpu": "1" },
      },
    },
    {
      title: "keep a number of devices that differs from the ranks",
      values: decodeOnly({
        accelerator: { type: "google" },
        parallelism: { tensor: 8 },
        containers: [engineContainer({ resources: { limits: { "google.com/tpu": "4" } } })],
      }),
      path: RESOURCES,
      expected: { limits: { "google.com/tpu": "4" }, requests: { "google.com/tpu": "4" } },
    },
    ...Object.entries(DEVICES).map(([type, device]) => ({
      title: `have ${device} with ${type}`,
      values: decodeOnly({ accelerator: { type }, parallelism: { tensor: 2 } }),
      path: RESOURCES,
      expected: { limits: { [device]: "2" }, requests: { [device]: "2" } },
    })),
    {
      title: "have no devices on CPUs",
      values: decodeOnly({}, { accelerator: { type: "cpu" } }),
      path: RESOURCES,
      expected: undefined,
    },
    {
      title: "have no devices for the simulator, which uses none",
      values: decodeWith({ image: "ghcr.io/llm-d/llm-d-inference-sim:v0.10.2" }),
      path: RESOURCES,
      expected: undefined,
    },
    {
      title: "have the device of hardware that the values add",
      values: decodeOnly(
        {},
        { accelerator: { type: "neuron", resources: { neuron: "aws.amazon.com/neuron" } } },
      ),
      path: RESOURCES,
      expected: {
        limits: { "aws.amazon.com/neuron": "1" },
        requests: { "aws.amazon.com/neuron": "1" },
      },
    },
    {
      title: "have no devices in a helper container",
      values: decodeOnly({
        containers: [
          engineContainer(),
          { name: "log-shipper", image: "fluent-bit:4.0.0", command: ["fluent-bit"] },
        ],
      }),
      path: "pod.containers[1].resources",
      expected: undefined,
    },
    {
      title: "limit and request the same devices and huge pages in an init container",
      values: decodeOnly({
        initContainers: [
          {
            name: "warm",
            image: "busybox:1.37.0",
            resources: { limits: { "hugepages-2Mi": "1Gi" }, requests: { "a.example/b": 1 } },
          },
        ],
      }),
      path: "pod.initContainers[0].resources",
      expected: {
        limits: { "hugepages-2Mi": "1Gi", "a.example/b": 1 },
        requests: { "hugepages-2Mi": "1Gi", "a.example/b": 1 },
      },
    },
    {
      title: "have the claims of the pod",
      values: decodeOnly({
        resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
      }),
      path: `${RESOURCES}.claims`,
      expected: [{ name: "imex" }],
    },
  ]);
});

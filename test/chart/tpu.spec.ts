import assert from "node:assert/strict";
import { TpuGeneration } from "../../catalog/tpu-generations";
import { toChartValues } from "../../plan/chart-values";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import { describeWithHelm, type Helm, readPath, renderObject } from "../support/helm";
import { requireValue, tpuPoolRef, tpuServiceSpec } from "../support/specs";

/** The pod of the Deployment that the chart makes of a service on TPUs. */
async function renderTpuPod(helm: Helm, changes: Partial<ModelServiceSpec> = {}): Promise<unknown> {
  const plan = requireValue(planModelService("tiny", tpuServiceSpec(changes)));
  const values = { ...toChartValues(plan, {}) };
  const deployment = await renderObject(helm, "Deployment/tiny-decode", { values });
  return readPath(deployment, "spec.template.spec");
}

describeWithHelm("a pod on TPUs", (helm) => {
  it("asks for all chips of its host, and runs on the hosts of such slices alone", async () => {
    const pod = await renderTpuPod(helm());
    const resources = "containers[0].resources";
    assert.deepEqual(
      {
        selector: readPath(pod, "nodeSelector"),
        tolerations: readPath(pod, "tolerations"),
        limits: Object.entries(readPath(pod, `${resources}.limits`) ?? {}).at(1),
        requests: Object.entries(readPath(pod, `${resources}.requests`) ?? {}).at(1),
        image: readPath(pod, "containers[0].image"),
      },
      {
        selector: {
          "cloud.google.com/gke-tpu-accelerator": "tpu-v6e-slice",
          "cloud.google.com/gke-tpu-topology": "2x4",
          "node.kubernetes.io/instance-type": "ct6e-standard-8t",
        },
        tolerations: [
          { key: "google.com/tpu", operator: "Equal", value: "present", effect: "NoSchedule" },
        ],
        limits: ["google.com/tpu", "8"],
        requests: ["google.com/tpu", "8"],
        image: "vllm/vllm-tpu:v0.29.0",
      },
    );
  });
  it("has four chips and eight ranks on TPU7x", async () => {
    const nodePool = tpuPoolRef({ generation: TpuGeneration.tpu7x, topology: "2x2x1" });
    const pod = await renderTpuPod(helm(), { nodePool });
    const { "google.com/tpu": chips } = Object(readPath(pod, "containers[0].resources.limits"));
    const args = Object(readPath(pod, "containers[0].args"));
    assert.deepEqual([chips, args.slice(-2)], ["4", ["--tensor-parallel-size", "8"]]);
  });
  it("has no variables beside the sizes, since the chart has none for this hardware", async () => {
    const pod = await renderTpuPod(helm());
    assert.deepEqual(readPath(pod, "containers[0].env"), [
      { name: "DP_SIZE", value: "1" },
      { name: "TP_SIZE", value: "8" },
      { name: "DP_SIZE_LOCAL", value: "1" },
    ]);
  });
});

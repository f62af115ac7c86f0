import assert from "node:assert/strict";
import { goldenCases } from "../support/golden";
import {
  describeWithHelm,
  listNames,
  readPath,
  renderObject,
  renderObjects,
} from "../support/helm";

const POD = "spec.template.spec";

describeWithHelm("the values of prefill and decode servers", (helm) => {
  for (const { name, path } of goldenCases().filter((each) => each.name.startsWith("prefill-"))) {
    const engine = name.replace("prefill-decode-", "");
    const render = (role: string) =>
      renderObject(helm(), `Deployment/qwen3-32b-${role}`, { files: [path] });

    it(`render a Deployment for each role: ${engine}`, async () => {
      const objects = await renderObjects(helm(), { files: [path] });
      assert.deepEqual(listNames(objects).toSorted(), [
        "Deployment/qwen3-32b-decode",
        "Deployment/qwen3-32b-prefill",
        "ServiceAccount/qwen3-32b",
      ]);
    });
    it(`give each role pods that no other selects: ${engine}`, async () => {
      const selectors = await Promise.all(
        ["prefill", "decode"].map(async (role) =>
          readPath(await render(role), "spec.selector.matchLabels"),
        ),
      );
      assert.deepEqual(
        selectors,
        ["prefill", "decode"].map((role) => ({
          "llm-d.ai/inference-serving": "true",
          "llm-d.ai/model": "qwen3-32b",
          "llm-d.ai/role": role,
        })),
      );
    });
    it(`put a proxy with flags of its version before decode alone: ${engine}`, async () => {
      const [prefill, decode] = await Promise.all(["prefill", "decode"].map(render));
      const connector = engine.endsWith("vllm") ? "nixlv2" : "sglang";
      assert.deepEqual(
        [readPath(prefill, `${POD}.initContainers`), readPath(decode, `${POD}.initContainers`)],
        [
          undefined,
          [
            {
              name: "routing-proxy",
              image: "ghcr.io/llm-d/llm-d-router-disagg-sidecar:v0.10.0",
              imagePullPolicy: "IfNotPresent",
              args: [
                ...["--port=8000", "--vllm-port=8200", `--kv-connector=${connector}`],
                ...["--zap-encoder=json", "--zap-log-level=info", "--secure-proxy=false"],
              ],
              ports: [{ containerPort: 8000 }],
              restartPolicy: "Always",
              securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true },
            },
          ],
        ],
      );
    });
    it(`leave the configuration of the transfer as it is written: ${engine}`, async () => {
      const golden = goldenCases().find((each) => each.name === name);
      const [role, place] = ["decode", "containers[0].args"];
      assert.deepEqual(
        readPath(await render(role), `${POD}.${place}`),
        readPath(golden?.values, `${role}.${place}`),
      );
    });
  }

  it("tell vLLM the address of its pod", async () => {
    const vllm = goldenCases().find(({ name }) => name === "prefill-decode-vllm");
    const files = vllm === undefined ? [] : [vllm.path];
    const object = await renderObject(helm(), "Deployment/qwen3-32b-prefill", { files });
    assert.deepEqual(readPath(object, `${POD}.containers[0].env[0]`), {
      name: "VLLM_NIXL_SIDE_CHANNEL_HOST",
      valueFrom: { fieldRef: { fieldPath: "status.podIP" } },
    });
  });
});

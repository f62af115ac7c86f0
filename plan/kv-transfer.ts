import { Engine } from "../catalog/engines";
import type { KvConnector } from "./kv-connector";
import { RoleName } from "./model-role";

/** How a server hands the cache of a prompt to another one, or takes it from there. */
export interface KvTransferPlan {
  /** Arguments that tell the engine which half of the work is its own. */
  readonly args: readonly string[];
  /** Connectors of vLLM that do it, of which `--kv-transfer-config` is made; none in SGLang. */
  readonly connectors: readonly KvConnector[];
  /** Environment variables that the hand-over needs. */
  readonly environment: readonly KvTransferVariable[];
  /** Port on which the other side asks for the cache; `undefined` where nobody asks. */
  readonly port: number | undefined;
}

/** An environment variable: a text, or the address of the pod. */
export type KvTransferVariable =
  | {
      /** Name of the variable. */
      readonly name: string;
      /** Its text. */
      readonly value: string;
    }
  | {
      /** Name of the variable. */
      readonly name: string;
      /** Field of the pod that it takes its text from. */
      readonly podField: "status.podIP";
    };

/** https://github.com/llm-d/llm-d guides/pd-disaggregation; SGLang's is the default of both the engine and the proxy. */
const PORTS = { [Engine.vllm]: 5600, [Engine.sglang]: 8998 } as const;

/** Ports of a pod that the service cannot have too. */
export function kvTransferPort(engine: Engine): number {
  return PORTS[engine];
}

/** By NIXL in both engines; `undefined` for servers that do both halves, whose cache stays where it is. */
export function planKvTransfer(engine: Engine, role: RoleName): KvTransferPlan | undefined {
  if (role === RoleName.both) return undefined;
  switch (engine) {
    case Engine.vllm:
      return planVllm();
    case Engine.sglang:
      return planSglang(role);
    default:
      return engine satisfies never;
  }
}

/** Both roles of vLLM are told the same; the proxy says with each request which half is wanted. https://docs.vllm.ai/en/stable/features/nixl_connector_usage/ */
function planVllm(): KvTransferPlan {
  return {
    args: [],
    connectors: [{ kv_connector: "NixlConnector", kv_role: "kv_both" }],
    environment: [
      // By default the address is that of loopback, where no other pod can ask.
      { name: "VLLM_NIXL_SIDE_CHANNEL_HOST", podField: "status.podIP" },
      { name: "VLLM_NIXL_SIDE_CHANNEL_PORT", value: String(PORTS.vllm) },
    ],
    port: PORTS.vllm,
  };
}

/** https://docs.sglang.ai/advanced_features/pd_disaggregation.html */
function planSglang(role: "prefill" | "decode"): KvTransferPlan {
  const mode = ["--disaggregation-mode", role, "--disaggregation-transfer-backend", "nixl"];
  // The server by which both sides find each other runs in prefill alone.
  if (role === "decode") return { args: mode, connectors: [], environment: [], port: undefined };
  const port = ["--disaggregation-bootstrap-port", String(PORTS.sglang)];
  return { args: [...mode, ...port], connectors: [], environment: [], port: PORTS.sglang };
}

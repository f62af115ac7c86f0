import { Engine, type Platform } from "../catalog/engines";
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

/** What the way of a cache hangs on besides the engine. */
export interface KvTransferContext {
  readonly platform: Platform;
  /** Whether it goes by EFA. */
  readonly byEfa: boolean;
}

/** By NIXL in both engines; `undefined` for servers that do both halves, whose cache stays where it is. */
export function planKvTransfer(
  engine: Engine,
  role: RoleName,
  context: KvTransferContext,
): KvTransferPlan | undefined {
  if (role === RoleName.both) return undefined;
  switch (engine) {
    case Engine.vllm:
      return planVllm(role, context);
    case Engine.sglang:
      return planSglang(role, context);
    default:
      return engine satisfies never;
  }
}

/** NIXL's way to EFA; without a word it takes UCX, which has none there. https://github.com/vllm-project/vllm/issues/41814 */
const LIBFABRIC = "LIBFABRIC";

/** Devices from whose memory no network card reads: caches go through that of the pod, and over TCP. https://github.com/llm-d/llm-d guides/pd-disaggregation/modelserver/xpu and hpu */
const THROUGH_HOST: readonly Platform[] = ["intel-i915", "intel-xe", "intel-gaudi"];

/** https://docs.vllm.ai/en/stable/features/nixl_connector_usage/ */
function toVllmConfig(
  role: "prefill" | "decode",
  { platform, byEfa }: KvTransferContext,
): KvConnector {
  const kv_connector = "NixlConnector";
  if (THROUGH_HOST.includes(platform)) {
    const kv_role = role === RoleName.prefill ? "kv_producer" : "kv_consumer";
    return { kv_connector, kv_role, kv_buffer_device: "cpu" };
  }
  // Both roles are told the same; the proxy says with each request which half is wanted.
  const both = { kv_connector, kv_role: "kv_both" };
  return byEfa ? { ...both, kv_connector_extra_config: { backends: [LIBFABRIC] } } : both;
}

function planVllm(role: "prefill" | "decode", context: KvTransferContext): KvTransferPlan {
  return {
    args: [],
    connectors: [toVllmConfig(role, context)],
    environment: [
      // By default the address is that of loopback, where no other pod can ask.
      { name: "VLLM_NIXL_SIDE_CHANNEL_HOST", podField: "status.podIP" },
      { name: "VLLM_NIXL_SIDE_CHANNEL_PORT", value: String(PORTS.vllm) },
      ...(THROUGH_HOST.includes(context.platform) ? [{ name: "UCX_TLS", value: "tcp" }] : []),
    ],
    port: PORTS.vllm,
  };
}

/** https://docs.sglang.ai/advanced_features/pd_disaggregation.html */
function planSglang(role: "prefill" | "decode", { byEfa }: KvTransferContext): KvTransferPlan {
  const mode = ["--disaggregation-mode", role, "--disaggregation-transfer-backend", "nixl"];
  const environment = byEfa
    ? [{ name: "SGLANG_DISAGGREGATION_NIXL_BACKEND", value: LIBFABRIC }]
    : [];
  // The server by which both sides find each other runs in prefill alone.
  if (role === "decode") return { args: mode, connectors: [], environment, port: undefined };
  const port = ["--disaggregation-bootstrap-port", String(PORTS.sglang)];
  return { args: [...mode, ...port], connectors: [], environment, port: PORTS.sglang };
}

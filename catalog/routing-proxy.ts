/**
 * The routing proxy of llm-d: a sidecar of each decode pod, which has a prefill pod read the prompt before it lets its
 * own engine write the answer.
 *
 * Of this version the bundled chart knows the flags. How to refresh: compare the flags in
 * https://github.com/llm-d/llm-d-router/tree/main/pkg/sidecar with `chart/templates/_proxy.tpl`, then take the tag of the
 * next release. Left out: connectors for other ways of handing the cache over than NIXL.
 */
import { freezeDeep } from "../units/frozen";
import { Engine } from "./engines";

export const ROUTING_PROXY = freezeDeep({
  /** Image, with its exact tag. */
  image: "ghcr.io/llm-d/llm-d-router-disagg-sidecar:v0.10.0",
  /** Port of the engine behind the proxy, which itself listens on that of the service. */
  enginePort: 8200,
  /** Its word for the way in which two servers of an engine hand the cache over. */
  connectors: { [Engine.vllm]: "nixlv2", [Engine.sglang]: "sglang" },
  sources: [
    "https://github.com/llm-d/llm-d-router/releases/tag/v0.10.0",
    "https://github.com/llm-d/llm-d/tree/main/guides/pd-disaggregation",
  ],
  date: "2026-11-22",
} as const);

/** A connector of vLLM, in the engine's own words. https://docs.vllm.ai/en/stable/features/disagg_prefill/ */
export interface KvConnector {
  /** Name of its class. */
  readonly kv_connector: string;
  /** Whether it gives, takes, or does both. */
  readonly kv_role: string;
  /** Memory that it reads and writes, where that is not the device's own. */
  readonly kv_buffer_device?: string;
  /** Its own settings. */
  readonly kv_connector_extra_config?: Readonly<Record<string, unknown>>;
}

/**
 * The argument for all connectors of a server. Several are one, which loads from the first that has the cache, in this
 * order, and saves to all: https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/distributed/kv_transfer/kv_connector/v1/multi_connector.py
 */
export function toKvConnectorArgs(connectors: readonly KvConnector[]): string[] {
  const [first, ...more] = connectors;
  if (first === undefined) return [];
  const connector: KvConnector =
    more.length === 0
      ? first
      : {
          kv_connector: "MultiConnector",
          kv_role: "kv_both",
          kv_connector_extra_config: { connectors },
        };
  return ["--kv-transfer-config", JSON.stringify(connector)];
}

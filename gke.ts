export * from "./components/gcp-sdk";
export type { NodePoolRef, NodeTaint } from "./plan/node-pool-ref";
export { TaintEffect } from "./plan/node-pool-ref";

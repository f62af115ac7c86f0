export * from "./components/aws-sdk";
export type { NodePoolRef, NodeTaint } from "./plan/node-pool-ref";
export { TaintEffect } from "./plan/node-pool-ref";

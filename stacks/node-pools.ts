import type { NodePoolRef } from "../plan/node-pool-ref";
import type * as EksNodePools from "./eks-node-pools";
import type { MadePools } from "./made-pools";

/** Makes the pools that a stack wants made, and gives their references by name. */
export function createNodePools(made: MadePools | undefined): ReadonlyMap<string, NodePoolRef> {
  if (made === undefined) return new Map();
  return loadEksNodePools().createEksNodePools(made.settings, made.pools);
}

/** Loaded only where there are such pools: the SDK of their cloud is large. */
function loadEksNodePools(): typeof EksNodePools {
  return require("./eks-node-pools");
}

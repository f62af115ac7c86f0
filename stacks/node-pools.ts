import type { NodePoolRef } from "../plan/node-pool-ref";
import type * as EksNodePools from "./eks-node-pools";
import type * as GkeNodePools from "./gke-node-pools";
import type { MadePools } from "./made-pools";

/** Makes the pools that a stack wants made, and gives their references by name. */
export function createNodePools(made: MadePools | undefined): ReadonlyMap<string, NodePoolRef> {
  switch (made?.cloud) {
    case undefined:
      return new Map();
    case "eks":
      return loadEksNodePools().createEksNodePools(made.settings, made.pools);
    case "gke":
      return loadGkeNodePools().createGkeNodePools(made.settings, made.pools);
  }
}

/** The SDK of a cloud is large, and loaded only where a stack makes pools in it. */
function loadEksNodePools(): typeof EksNodePools {
  return require("./eks-node-pools");
}

function loadGkeNodePools(): typeof GkeNodePools {
  return require("./gke-node-pools");
}

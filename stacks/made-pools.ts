import type { NodePoolRef } from "../plan/node-pool-ref";
import { isMap } from "../plan/value-check";
import { type Issue, issue } from "../units/issue";
import { checkContextCluster } from "./cluster-context";
import { EKS_SECTION, type EksPool, type EksSettings } from "./eks-pools";
import { GKE_SECTION, type GkePool, type GkeSettings } from "./gke-pools";
import { type PlannedSection, planPoolSection } from "./pool-section";

/** The cluster of a stack as its cloud knows it; absent where the program makes no pools. */
export interface CloudSections {
  readonly eks?: EksSettings;
  readonly gke?: GkeSettings;
}

/** The pools that the program makes by name, and the cluster that it makes them in. */
export type MadePools =
  | {
      readonly cloud: "eks";
      readonly settings: EksSettings;
      readonly pools: ReadonlyMap<string, EksPool>;
    }
  | {
      readonly cloud: "gke";
      readonly settings: GkeSettings;
      readonly pools: ReadonlyMap<string, GkePool>;
    };

/** What a stack file says of pools that are to be made. */
export interface PlannedPools {
  readonly eks: PlannedSection<EksPool>;
  readonly gke: PlannedSection<GkePool>;
  /** What a model needs to know of those without issues, by name. */
  readonly refs: ReadonlyMap<string, NodePoolRef>;
  /** Where each is written, broken ones too, by name: `eks.nodePools.deepseek`. */
  readonly places: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

/** Plans the pools that a stack file, whose form may be anything, wants made. */
export function planMadePools(config: unknown): PlannedPools {
  const eks = planPoolSection(EKS_SECTION, config);
  const gke = planPoolSection(GKE_SECTION, config);
  const pools = [...eks.pools, ...gke.pools];
  return {
    eks,
    gke,
    refs: new Map(pools.map(([name, { plan }]) => [name, plan.ref])),
    places: new Map([...eks.places, ...gke.places]),
    issues: [
      ...eks.issues,
      ...gke.issues,
      ...checkOneCloud(config),
      ...checkContextCluster(config, [EKS_SECTION.name, GKE_SECTION.name]),
    ],
  };
}

/** What the program is to make; `undefined` where that is nothing. */
export function toMadePools(
  { eks, gke }: CloudSections,
  planned: PlannedPools,
): MadePools | undefined {
  if (eks !== undefined && planned.eks.pools.size > 0) {
    return { cloud: "eks", settings: eks, pools: planned.eks.pools };
  }
  if (gke !== undefined && planned.gke.pools.size > 0) {
    return { cloud: "gke", settings: gke, pools: planned.gke.pools };
  }
  return undefined;
}

/** A stack has one cluster, and a cluster is of one cloud. */
function checkOneCloud(config: unknown): Issue[] {
  const { eks, gke } = isMap(config) ? config : {};
  if (eks === undefined || gke === undefined) return [];
  const rule = "a stack has one cluster, and eks describes it too";
  return [issue("gke", isMap(gke) ? gke.clusterName : gke, rule, "leave one of the two out")];
}

import type { NodePoolRef } from "../plan/node-pool-ref";
import type { Issue } from "../units/issue";
import { EKS_SECTION, type EksPool, type EksSettings } from "./eks-pools";
import { type PlannedSection, planPoolSection } from "./pool-section";

/** The cluster of a stack as its cloud knows it; absent where the program makes no pools. */
export interface CloudSections {
  readonly eks?: EksSettings;
}

/** The pools that the program makes, and the cluster that it makes them in. */
export type MadePools = {
  readonly cloud: "eks";
  readonly settings: EksSettings;
  /** By name. */
  readonly pools: ReadonlyMap<string, EksPool>;
};

/** What a stack file says of pools that are to be made. */
export interface PlannedPools {
  readonly eks: PlannedSection<EksPool>;
  /** What a model needs to know of those without issues, by name. */
  readonly refs: ReadonlyMap<string, NodePoolRef>;
  /** Where each is written, broken ones too, by name: `eks.nodePools.deepseek`. */
  readonly places: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

/** Plans the pools that a stack file, whose form may be anything, wants made. */
export function planMadePools(config: unknown): PlannedPools {
  const eks = planPoolSection(EKS_SECTION, config);
  return {
    eks,
    refs: new Map([...eks.pools].map(([name, { plan }]) => [name, plan.ref])),
    places: eks.places,
    issues: eks.issues,
  };
}

/** What the program is to make; `undefined` where that is nothing. */
export function toMadePools(sections: CloudSections, planned: PlannedPools): MadePools | undefined {
  const { eks: settings } = sections;
  const { pools } = planned.eks;
  if (settings === undefined || pools.size === 0) return undefined;
  return { cloud: "eks", settings, pools };
}

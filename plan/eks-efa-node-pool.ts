import { type Issue, issue, issuesOf, type Result } from "../units/issue";
import { EfaInterfaceLayout, type NetworkInterfacePlan, planEfaInterfaces } from "./efa-interfaces";
import { EFA_HUGE_PAGES_BYTES } from "./efa-share";
import {
  composeEksGpuNodePool,
  type EfaEquipment,
  type EksGpuNodePoolPlan,
} from "./eks-gpu-node-pool";
import {
  checkEksGpuNodePool,
  EFA_POOL_KEYS,
  type EksGpuNodePoolSpec,
} from "./eks-gpu-node-pool-spec";
import { checkChoice, checkText, isMap, optional } from "./value-check";

/** A pool of equal machines with NVIDIA devices whose nodes reach each other by EFA, in one zone and one subnet. */
export interface EksEfaNodePoolSpec extends EksGpuNodePoolSpec {
  /** How the network interfaces lie on the cards. Defaults to `ena-and-efa-only`, which EC2 recommends and every machine with EFA can have. */
  readonly interfaceLayout?: EfaInterfaceLayout;
  /** Name of an existing placement group that the nodes are put into. When absent, a cluster placement group is made; with a reservation none, because its machines stand where they stand. */
  readonly placementGroupName?: string;
}

/** A pool with EFA as it will exist. */
export interface EksEfaNodePoolPlan {
  /** The pool itself. */
  readonly pool: EksGpuNodePoolPlan;
  /** The interfaces of every node, the primary first. */
  readonly interfaces: readonly NetworkInterfacePlan[];
  /** The placement group of the nodes: one that is made, one that exists, or none. */
  readonly placementGroup: PlacementGroupPlan;
}

/** The placement group of a pool. */
export interface PlacementGroupPlan {
  /** Whether one is made, one that exists is used, or there is none. */
  readonly kind: "made" | "existing" | "none";
  /** Name of the one that exists. */
  readonly name?: string;
}

/** Plans the pool called `name`, or says everything that is wrong with it. */
export function planEksEfaNodePool(
  name: string,
  spec: EksEfaNodePoolSpec,
): Result<EksEfaNodePoolPlan> {
  const { issues: poolIssues, machine } = checkEksGpuNodePool(name, spec, EFA_POOL_KEYS);
  const { issues: efaIssues, layout } = checkEfa(spec);
  const interfaces =
    machine === undefined || layout === undefined
      ? undefined
      : planEfaInterfaces(machine.row, layout);
  const issues = [
    ...poolIssues,
    ...efaIssues,
    ...(interfaces === undefined ? [] : issuesOf(interfaces)),
  ];
  if (issues.length > 0 || machine === undefined || !interfaces?.ok) return { ok: false, issues };
  return {
    ok: true,
    value: {
      pool: composeEksGpuNodePool(name, spec, machine, toEquipment(interfaces.value)),
      interfaces: interfaces.value,
      placementGroup: planPlacementGroup(spec),
    },
  };
}

/** The layout is known where it is one. */
function checkEfa(spec: EksEfaNodePoolSpec): {
  readonly issues: readonly Issue[];
  readonly layout: EfaInterfaceLayout | undefined;
} {
  if (!isMap(spec)) return { issues: [], layout: undefined };
  const { interfaceLayout = EfaInterfaceLayout.enaAndEfaOnly, placementGroupName } = spec;
  const layoutIssues = checkChoice(Object.values(EfaInterfaceLayout))(
    "interfaceLayout",
    interfaceLayout,
  );
  const issues = [
    ...layoutIssues,
    ...optional(checkText)("placementGroupName", placementGroupName),
    ...checkZone(spec),
  ];
  return { issues, layout: layoutIssues.length === 0 ? interfaceLayout : undefined };
}

/** A reservation demands the zone already. */
function checkZone({ availabilityZone, capacityReservationId }: EksEfaNodePoolSpec): Issue[] {
  if (availabilityZone !== undefined || capacityReservationId !== undefined) return [];
  const rule = "EFA does not reach beyond its zone";
  return [issue("availabilityZone", undefined, rule, "write the zone of the subnet")];
}

function toEquipment(interfaces: readonly NetworkInterfacePlan[]): EfaEquipment {
  const withEfa = interfaces.filter(({ interfaceType }) => interfaceType !== "interface");
  const efaOnlyOnPrimaryCard = withEfa.filter(
    ({ interfaceType, networkCardIndex }) => interfaceType === "efa-only" && networkCardIndex === 0,
  );
  return {
    devices: withEfa.length,
    efaOnlyOnPrimaryCard: efaOnlyOnPrimaryCard.length,
    hugePagesBytes: EFA_HUGE_PAGES_BYTES,
  };
}

/** A reservation that was not bought in the group has no machine in it, and none would start: https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3730 */
function planPlacementGroup({
  placementGroupName,
  capacityReservationId,
}: EksEfaNodePoolSpec): PlacementGroupPlan {
  if (placementGroupName !== undefined) return { kind: "existing", name: placementGroupName };
  return { kind: capacityReservationId === undefined ? "made" : "none" };
}

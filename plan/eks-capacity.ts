import { type Issue, issue } from "../units/issue";
import { checkChoice, checkText, checkWholeNumber, optional } from "./value-check";

/** How the machines of a pool are bought. */
export const CapacityType = {
  /** By the second, as long as there are any; from a reservation where one is named. */
  onDemand: "on-demand",
  /** Spare machines, which EC2 takes back on two minutes' notice. */
  spot: "spot",
  /** Machines reserved for days, bought in advance. They come and go at fixed times. */
  capacityBlock: "capacity-block",
} as const;
export type CapacityType = (typeof CapacityType)[keyof typeof CapacityType];

/** How a pool gets its machines, and how many. */
export interface EksCapacitySpec {
  /** Fewest nodes, 0 or more. Defaults to 1; to 0 with a Capacity Block. */
  readonly minSize?: number;
  /** Most nodes, 1 or more. Defaults to `minSize`; to `capacityReservationSize` with a Capacity Block. */
  readonly maxSize?: number;
  /** Nodes at creation and after every change of a size, from `minSize` to `maxSize`; at creation alone with `ignoreScalingChanges`. Defaults to `minSize`. With a Capacity Block that has not begun leave it 0: no machine starts before. */
  readonly desiredSize?: number;
  /** How the machines are bought. Defaults to `on-demand`. */
  readonly capacityType?: CapacityType;
  /** Id of the reservation that the machines come from, such as `cr-0123456789abcdef0`. Required with a Capacity Block; with `on-demand` it is an On-Demand Capacity Reservation. */
  readonly capacityReservationId?: string;
  /** Machines in the reservation, 1 or more; `maxSize` is held to it. Required with a Capacity Block. */
  readonly capacityReservationSize?: number;
  /** Zone of the nodes, such as `us-east-1a`. Required with a reservation, which lies in one. When absent, the nodes are in the zones of the subnets. */
  readonly availabilityZone?: string;
  /**
   * Leaves the number of nodes to whoever scales them: a later `desiredSize` changes nothing. Defaults to false. With a
   * Capacity Block it is always so, since EKS scales the pool down before the block ends.
   *
   * A change of `minSize` or `maxSize` still sends the number of nodes that the state knows: run `pulumi refresh` before
   * it, and to raise `minSize` above that number scale the group first.
   * https://github.com/hashicorp/terraform-provider-aws: internal/service/eks/node_group.go (`scaling_config`)
   */
  readonly ignoreScalingChanges?: boolean;
}

/** How many machines there are, and how they are bought. */
export interface EksCapacityPlan {
  /** How the machines are bought. */
  readonly capacityType: CapacityType;
  /** Reservation that the machines come from; `undefined` for none. */
  readonly capacityReservationId: string | undefined;
  /** Fewest nodes. */
  readonly minSize: number;
  /** Most nodes. */
  readonly maxSize: number;
  /** Nodes at creation; also after every change of a size, unless that is ignored. */
  readonly desiredSize: number;
  /** Whether a later number of nodes is left to whoever scales them. */
  readonly ignoresDesiredSize: boolean;
  /** Whether nodes go before new ones come: a reservation has no room for both. */
  readonly deletesFirst: boolean;
}

export function planEksCapacity(spec: EksCapacitySpec): EksCapacityPlan {
  const { capacityType = CapacityType.onDemand, capacityReservationId } = spec;
  const isBlock = capacityType === CapacityType.capacityBlock;
  const minSize = spec.minSize ?? (isBlock ? 0 : 1);
  return {
    capacityType,
    capacityReservationId,
    minSize,
    maxSize:
      spec.maxSize ?? (isBlock ? spec.capacityReservationSize : undefined) ?? Math.max(1, minSize),
    desiredSize: spec.desiredSize ?? minSize,
    ignoresDesiredSize: isBlock || (spec.ignoreScalingChanges ?? false),
    deletesFirst: capacityReservationId !== undefined,
  };
}

/** What is wrong with how many machines are wanted, and how they are bought. */
export function checkEksCapacity(spec: EksCapacitySpec): Issue[] {
  const form = [
    ...optional(checkWholeNumber(0))("minSize", spec.minSize),
    ...optional(checkWholeNumber(1))("maxSize", spec.maxSize),
    ...optional(checkWholeNumber(0))("desiredSize", spec.desiredSize),
    ...optional(checkWholeNumber(1))("capacityReservationSize", spec.capacityReservationSize),
    ...optional(checkChoice(Object.values(CapacityType)))("capacityType", spec.capacityType),
    ...optional(checkText)("availabilityZone", spec.availabilityZone),
  ];
  return [...form, ...checkReservation(spec), ...(form.length > 0 ? [] : checkSizes(spec))];
}

function checkSizes(spec: EksCapacitySpec): Issue[] {
  const { minSize, maxSize, desiredSize } = planEksCapacity(spec);
  const { capacityReservationSize: reserved } = spec;
  if (reserved !== undefined && Math.max(minSize, maxSize) > reserved) {
    const key = minSize > reserved ? "minSize" : "maxSize";
    const rule = `the reservation has ${reserved} machines, and no further one would start`;
    return [issue(key, spec[key], rule, `write ${reserved} or less`)];
  }
  if (minSize > maxSize) {
    const wayOut = `write ${minSize} or more, or lower minSize`;
    return [issue("maxSize", spec.maxSize, `is below minSize ${minSize}`, wayOut)];
  }
  if (desiredSize >= minSize && desiredSize <= maxSize) return [];
  const rule = `must be from minSize ${minSize} to maxSize ${maxSize}`;
  return [
    issue("desiredSize", spec.desiredSize, rule, "write a number in between, or leave it out"),
  ];
}

const RESERVATION_ID = /^cr-[0-9a-f]+$/;

function checkReservation(spec: EksCapacitySpec): Issue[] {
  const { capacityType, capacityReservationId: id, availabilityZone } = spec;
  if (id === undefined) return checkWithoutReservation(spec);
  const issues: Issue[] = [];
  if (typeof id !== "string" || !RESERVATION_ID.test(id)) {
    const wayOut = 'write its id, such as "cr-0123456789abcdef0"';
    issues.push(issue("capacityReservationId", id, "is no id of a capacity reservation", wayOut));
  }
  if (capacityType === CapacityType.spot) {
    const rule = "spot machines come from no reservation";
    issues.push(issue("capacityReservationId", id, rule, "leave it out, or use on-demand"));
  }
  if (availabilityZone === undefined) {
    const rule = "a reservation lies in one zone";
    issues.push(issue("availabilityZone", undefined, rule, "write the zone of the reservation"));
  }
  if (capacityType === CapacityType.capacityBlock && spec.capacityReservationSize === undefined) {
    const rule = "no more machines start than the Capacity Block has";
    const wayOut = "write how many machines it has";
    issues.push(issue("capacityReservationSize", undefined, rule, wayOut));
  }
  return issues;
}

function checkWithoutReservation(spec: EksCapacitySpec): Issue[] {
  if (spec.capacityType === CapacityType.capacityBlock) {
    const rule = "the machines of a Capacity Block come from its reservation";
    return [issue("capacityReservationId", undefined, rule, "write the id of the block")];
  }
  if (spec.capacityReservationSize === undefined) return [];
  const rule = "there is no reservation";
  const wayOut = "name capacityReservationId too, or leave it out";
  return [issue("capacityReservationSize", spec.capacityReservationSize, rule, wayOut)];
}

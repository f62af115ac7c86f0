import { type Issue, issue } from "../units/issue";
import { checkChoice, optional } from "./value-check";

/** How the machines of a pool on GKE are bought. */
export const GkeCapacityType = {
  /** By the second, as long as there are any; from a reservation where one is named. */
  onDemand: "on-demand",
  /** Spare machines, which Compute Engine takes back on short notice. https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms */
  spot: "spot",
  /** Machines that come when there are enough, as pods wait for them, and go after seven days at most. https://cloud.google.com/kubernetes-engine/docs/concepts/dws */
  flexStart: "flex-start",
} as const;
export type GkeCapacityType = (typeof GkeCapacityType)[keyof typeof GkeCapacityType];

/** How a pool on GKE gets its machines. */
export interface GkeCapacitySpec {
  /** How the machines are bought. Defaults to `on-demand`. Another one replaces the pool. */
  readonly capacityType?: GkeCapacityType;
  /**
   * Reservation that the machines come from, and no others: its name, or `projects/P/reservations/R` where another project
   * shares it; with `/reservationBlocks/B` after either for one block of it. It must be one that is consumed by name (`specificReservationRequired`),
   * of the same machine, in each zone of the pool. Only with `on-demand`; when absent, machines come from what is on sale.
   * Another one replaces the pool.
   * https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations
   */
  readonly reservationName?: string;
  /** Seconds that a node lives, 1 to 604,800 (seven days). Only with `flex-start`. When absent, seven days. Another one replaces the pool. */
  readonly maxRunDurationSeconds?: number;
}

/** How the machines of a pool are bought. */
export interface GkeCapacityPlan {
  /** How the machines are bought. */
  readonly capacityType: GkeCapacityType;
  /** Reservation that the machines come from; `undefined` for none. */
  readonly reservationName: string | undefined;
  /** Seconds that a node lives; `undefined` without a limit of ours. */
  readonly maxRunDurationSeconds: number | undefined;
  /** Whether nodes go before new ones come: a reservation has no room for both. */
  readonly deletesFirst: boolean;
}

export function planGkeCapacity(spec: GkeCapacitySpec): GkeCapacityPlan {
  const { capacityType = GkeCapacityType.onDemand, reservationName } = spec;
  return {
    capacityType,
    reservationName,
    maxRunDurationSeconds: spec.maxRunDurationSeconds,
    deletesFirst: reservationName !== undefined,
  };
}

/** What is wrong with how the machines are bought; `zones` are those of the pool, as far as they are a list. */
export function checkGkeCapacity(spec: GkeCapacitySpec, zones: readonly unknown[]): Issue[] {
  return [
    ...optional(checkChoice(Object.values(GkeCapacityType)))("capacityType", spec.capacityType),
    ...(spec.reservationName === undefined ? [] : checkReservation(spec, zones)),
    ...(spec.maxRunDurationSeconds === undefined ? [] : checkRunDuration(spec)),
  ];
}

/** https://cloud.google.com/compute/docs/naming-resources, https://cloud.google.com/resource-manager/docs/creating-managing-projects */
const NAME = "[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?";
const PROJECT = "(?:[a-z][-.:a-z0-9]*[a-z0-9]|[0-9]+)";
const BLOCK = `/reservationBlocks/${NAME}(?:/reservationSubBlocks/${NAME})?`;
const RESERVATION_NAME = new RegExp(
  `^(?:projects/${PROJECT}/reservations/)?${NAME}(?<block>${BLOCK})?$`,
);

function checkReservation(spec: GkeCapacitySpec, zones: readonly unknown[]): Issue[] {
  const { capacityType, reservationName: name } = spec;
  const match = typeof name === "string" ? RESERVATION_NAME.exec(name) : null;
  const issues: Issue[] = [];
  if (match === null) {
    const wayOut = 'write its name, such as "b200-1", or "projects/<project>/reservations/<name>"';
    issues.push(issue("reservationName", name, "is no name of a reservation", wayOut));
  }
  if (capacityType === GkeCapacityType.spot || capacityType === GkeCapacityType.flexStart) {
    const rule = `${capacityType} machines come from no reservation`;
    issues.push(issue("reservationName", name, rule, "leave it out, or use on-demand"));
  }
  if (match?.groups?.block !== undefined && zones.length > 1) {
    const rule = `a block of a reservation lies in one zone, and the pool has ${zones.length}`;
    issues.push(issue("reservationName", name, rule, "write its zone alone as zones"));
  }
  return issues;
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/dws */
const LONGEST_RUN_SECONDS = 7 * 24 * 60 * 60;

function checkRunDuration(spec: GkeCapacitySpec): Issue[] {
  const { capacityType = GkeCapacityType.onDemand, maxRunDurationSeconds: seconds } = spec;
  if (capacityType !== GkeCapacityType.flexStart) {
    const rule = `nodes of ${capacityType} have no end that is known beforehand`;
    return [issue("maxRunDurationSeconds", seconds, rule, "leave it out, or use flex-start")];
  }
  if (
    Number.isSafeInteger(seconds) &&
    Number(seconds) >= 1 &&
    Number(seconds) <= LONGEST_RUN_SECONDS
  )
    return [];
  const rule = `must be a whole number from 1 to ${LONGEST_RUN_SECONDS}, which is seven days`;
  return [
    issue("maxRunDurationSeconds", seconds, rule, "write a number in between, or leave it out"),
  ];
}

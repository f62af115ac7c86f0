import { NodeOperatingSystem } from "../catalog/eks-images";
import { type Issue, issue, issuesOf } from "../units/issue";
import { checkDnsLabel } from "../units/resource-name";
import { checkEksCapacity, type EksCapacitySpec } from "./eks-capacity";
import { checkEksDisk, type EksDiskSpec } from "./eks-disk";
import { EKS_FOREIGN_KEYS } from "./eks-foreign-keys";
import { type EksMachine, requireEksMachine } from "./eks-machine";
import { mostEksPods } from "./eks-max-pods";
import { checkNodeLabels } from "./eks-node-labels";
import { checkSubnets } from "./eks-subnets";
import { checkOwnKeys } from "./foreign-keys";
import { checkTaints, type NodeTaint } from "./node-pool-ref";
import { checkBoolean, checkChoice, checkKeys, checkText, isMap, optional } from "./value-check";

/** A pool of equal machines with NVIDIA devices on EKS: what it is made of and how many there are. */
export interface EksGpuNodePoolSpec extends EksCapacitySpec, EksDiskSpec {
  /** EC2 instance type of every node, such as `p5en.48xlarge`; one of the catalogue that has NVIDIA devices. Another one replaces the pool. */
  readonly instanceType: string;
  /** Operating system of the nodes; decides the image. Defaults to `al2023`. Another one replaces the pool. */
  readonly operatingSystem?: NodeOperatingSystem;
  /** Version of the image, such as `1.33.5-20251112`: https://github.com/awslabs/amazon-eks-ami/releases. When absent, EKS takes the newest at creation and stays with it. */
  readonly releaseVersion?: string;
  /**
   * Most pods on a node, 1 to 110 below 30 processors, else 1 to 250. When absent, as many as the network interfaces have
   * addresses for; more than that need prefix delegation in the VPC CNI.
   */
  readonly maxPods?: number;
  /**
   * Hops that answers of the instance metadata service travel, 1 or 2. Defaults to 1: pods do not reach it, unless they are
   * on the host's network. With 2 every pod can take the credentials of the node role from it; needed by pods that ask it
   * for credentials or region. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
   */
  readonly metadataHopLimit?: number;
  /** Further labels of the nodes. Those of the pool, of the NVIDIA and of the EFA device plugin are set in any case. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes, at most 50. Defaults to `nvidia.com/gpu=true:NoSchedule`, which keeps other pods away; give an empty list for none. */
  readonly taints?: NodeTaint[];
}

const SPEC_KEYS = [
  ...["instanceType", "minSize", "maxSize", "desiredSize", "capacityType"],
  ...["capacityReservationId", "capacityReservationSize", "availabilityZone"],
  ...["ignoreScalingChanges", "diskSizeGiB", "localStorage", "operatingSystem"],
  ...["releaseVersion", "maxPods", "metadataHopLimit", "labels", "taints"],
] as const satisfies readonly (keyof EksGpuNodePoolSpec)[];

/** Wiring is checked by the components, since it may be known only later; here are its names. */
const WIRING_KEYS = ["clusterName", "nodeRoleArn", "clusterSecurityGroupId", "tags"];

/** Keys of a pool without EFA. */
export const GPU_POOL_KEYS = [...SPEC_KEYS, ...WIRING_KEYS, "subnetIds"];

/** Keys of a pool with EFA, which has one subnet. */
export const EFA_POOL_KEYS = [
  ...[...SPEC_KEYS, ...WIRING_KEYS],
  ...["interfaceLayout", "placementGroupName", "subnetId", "vpcId", "efaSecurityGroupId"],
];

/** A pool without issues has a machine. */
export function checkEksGpuNodePool(
  name: string,
  spec: EksGpuNodePoolSpec,
  keys: readonly string[],
): { readonly issues: readonly Issue[]; readonly machine: EksMachine | undefined } {
  if (!isMap(spec)) return { issues: checkKeys("", spec, SPEC_KEYS), machine: undefined };
  const operatingSystem = checkChoice(Object.values(NodeOperatingSystem));
  const system = optional(operatingSystem)("operatingSystem", spec.operatingSystem);
  const machine = requireEksMachine(
    spec.instanceType,
    system.length > 0 ? DEFAULT_SYSTEM : (spec.operatingSystem ?? DEFAULT_SYSTEM),
  );
  const known = machine.ok ? machine.value : undefined;
  const issues = [
    ...checkDnsLabel("name", name, NAME_MAX_LENGTH),
    ...checkOwnKeys(spec, keys, EKS_FOREIGN_KEYS),
    ...system,
    ...issuesOf(machine),
    ...checkEksCapacity(spec),
    ...checkEksDisk(spec),
    ...optional(checkText)("releaseVersion", spec.releaseVersion),
    ...optional(checkBoolean)("ignoreScalingChanges", spec.ignoreScalingChanges),
    ...checkNodeLabels(spec.labels),
    ...optional(checkPoolTaints)("taints", spec.taints),
    ...checkMaxPods(spec.maxPods, known),
    ...optional(checkHopLimit)("metadataHopLimit", spec.metadataHopLimit),
    ...checkSubnets("subnetIds" in spec ? spec.subnetIds : undefined, spec),
  ];
  return { issues, machine: known };
}

/** What nodes run when nobody says. */
export const DEFAULT_SYSTEM = NodeOperatingSystem.al2023;

/** A group's name has at most 63 characters; `-node-group-` and the digits that Pulumi adds take 19. https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const NAME_MAX_LENGTH = 44;

/** https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html */
const MOST_TAINTS = 50;

function checkPoolTaints(path: string, taints: unknown): Issue[] {
  if (!Array.isArray(taints) || taints.length <= MOST_TAINTS) return checkTaints(path, taints);
  const rule = `a managed node group has at most ${MOST_TAINTS} taints`;
  return [issue(path, taints.length, rule, "leave some out")];
}

/** A pod is one hop further than its node, and nothing that may ask is further than that. */
function checkHopLimit(path: string, hops: unknown): Issue[] {
  if (hops === 1 || hops === 2) return [];
  const rule = "must be 1, which keeps pods from the credentials of the node role, or 2";
  return [
    issue(path, hops, rule, "write 2 for pods that need the metadata service, or leave it out"),
  ];
}

function checkMaxPods(maxPods: unknown, machine: EksMachine | undefined): Issue[] {
  if (maxPods === undefined || machine === undefined) return [];
  const most = mostEksPods(machine.row);
  if (Number.isSafeInteger(maxPods) && Number(maxPods) >= 1 && Number(maxPods) <= most) return [];
  const rule = `must be a whole number from 1 to ${most}, the most on ${machine.row.name}`;
  return [issue("maxPods", maxPods, rule, "write a number in between, or leave it out")];
}

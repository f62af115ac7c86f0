import { findAccelerator } from "../catalog/accelerators";
import {
  findInstanceType,
  findUnservedReason,
  type InstanceType,
  instanceTypeNames,
} from "../catalog/ec2-instance-types";
import { type EksImage, eksImage, type NodeOperatingSystem } from "../catalog/eks-images";
import { issue, type Result } from "../units/issue";
import { findNearest } from "../units/nearest";

/** A machine with devices, and the image that its nodes start from. */
export interface EksMachine {
  /** What the catalogue knows of the instance type. */
  readonly row: InstanceType;
  /** The image of EKS for it. */
  readonly image: EksImage;
}

/** Finds machine and image of a pool, or says why there is no such pool. */
export function requireEksMachine(
  instanceType: unknown,
  operatingSystem: NodeOperatingSystem,
): Result<EksMachine> {
  if (typeof instanceType !== "string") {
    const rule = "a pool has one type of machine";
    return refuse(instanceType, rule, 'write an EC2 instance type such as "p5en.48xlarge"');
  }
  const unserved = findUnservedReason(instanceType);
  if (unserved !== undefined) {
    return refuse(instanceType, unserved, "use a machine with NVIDIA devices");
  }
  const row = findInstanceType(instanceType);
  if (row === undefined) {
    const nearest = findNearest(instanceType, instanceTypeNames());
    const describe = "make the group yourself, and describe it to models by a NodePoolRef";
    const wayOut =
      nearest === undefined ? describe : `did you mean ${nearest}? Otherwise ${describe}`;
    return refuse(instanceType, "is not in the catalogue of EC2 instance types", wayOut);
  }
  if (row.accelerator === undefined) {
    const wayOut = "use a machine with NVIDIA devices";
    return refuse(instanceType, "has no devices", wayOut);
  }
  return checkDriver(row, eksImage(operatingSystem, row.architecture));
}

/** The image of a managed group brings its driver, and a device that is newer than the driver stays unseen. */
function checkDriver(row: InstanceType, image: EksImage): Result<EksMachine> {
  const accelerator = row.accelerator === undefined ? undefined : findAccelerator(row.accelerator);
  const { leastDriver } = accelerator ?? {};
  if (leastDriver === undefined || (image.nvidiaDriver ?? 0) >= leastDriver) {
    return { ok: true, value: { row, image } };
  }
  const driver =
    image.nvidiaDriver === undefined ? "an unknown driver" : `driver ${image.nvidiaDriver}`;
  return refuse(
    row.name,
    `${row.accelerator} needs NVIDIA driver ${leastDriver}, and the image ${image.amiType} of EKS has ${driver}`,
    "use another machine such as g7e or g6e, or make the group yourself with an image of your own",
  );
}

function refuse(value: unknown, rule: string, wayOut: string): Result<never> {
  return { ok: false, issues: [issue("instanceType", value, rule, wayOut)] };
}

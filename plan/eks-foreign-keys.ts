import { type Issue, issue } from "../units/issue";
import { checkKeys } from "./value-check";

/** What people know from the resources underneath and from other tools, why a pool has it not, and what it has instead. */
const FOREIGN_KEYS: ReadonlyMap<string, readonly [rule: string, wayOut: string]> = new Map(
  Object.entries<readonly [rule: string, wayOut: string]>({
    amiId: ["the image is one that EKS builds", "choose operatingSystem and releaseVersion"],
    amiType: ["the image follows from operatingSystem and the machine", "choose operatingSystem"],
    associatePublicIpAddress: [
      "a machine with several interfaces cannot have a public address",
      "leave it out",
    ],
    diskSize: ["EKS refuses it beside a launch template", "write diskSizeGiB"],
    enableEfaSupport: ["EFA needs interfaces, a group and a zone of its own", "use EksEfaNodePool"],
    imageId: ["the image is one that EKS builds", "choose operatingSystem and releaseVersion"],
    instanceTypes: ["the machines of a pool are all alike", "write the one as instanceType"],
    networkInterfaces: ["the interfaces follow from the machine", "choose interfaceLayout"],
    placement: ["a pool is in a placement group or in none", "write placementGroupName"],
    userData: [
      "the user data follow from localStorage and maxPods",
      "use transforms for anything else",
    ],
  }),
);

/** What is no key of a pool; a word of others is told with what stands for it here. */
export function checkPoolKeys(spec: object, keys: readonly string[]): Issue[] {
  return checkKeys("", spec, keys).map((each) => {
    const foreign = FOREIGN_KEYS.get(each.path);
    return foreign === undefined ? each : issue(each.path, each.value, ...foreign);
  });
}

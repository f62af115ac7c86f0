import type { ForeignKeys } from "./foreign-keys";

/** Words of others that a pool on EKS has not. */
export const EKS_FOREIGN_KEYS: ForeignKeys = {
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
};

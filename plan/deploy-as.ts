import { checkChoice } from "./value-check";

/** What puts the objects of a chart into the cluster. */
export const DeployAs = {
  /** One Helm release: Helm has its history, and a preview shows changed values. */
  release: "release",
  /** One Pulumi resource for each object: a preview shows changed fields, and a refresh what was changed by hand. */
  objects: "objects",
} as const;
export type DeployAs = (typeof DeployAs)[keyof typeof DeployAs];

export const checkDeployAs = checkChoice(Object.values(DeployAs));

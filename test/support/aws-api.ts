import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import type { Context } from "mocha";
import type { PropertyMap } from "../../local/provider/wire";
import { pythonPath, requirePython } from "./python";

/** A request of the AWS API, as its SDKs send it. */
export interface AwsRequest {
  readonly service: "ec2" | "eks";
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Its models of EC2 and EKS are those that AWS publishes. */
const BOTOCORE = {
  name: "botocore@1.44.8",
  packages: ["botocore==1.44.8"],
  modules: ["botocore"],
} as const;

/** Where botocore cannot be had, the suite is skipped with the reason. */
export function requireBotocore(context: Context): void {
  requirePython(context, BOTOCORE);
}

/** What is wrong with each request by the model of its service; an empty list where nothing is. */
export function validateRequests(requests: readonly AwsRequest[]): string[][] {
  const script = resolve(__dirname, "validate-aws-requests.py");
  const result = spawnSync(pythonPath(BOTOCORE), [script], {
    input: JSON.stringify(requests),
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

/**
 * The request that the provider makes of the inputs of a launch template. They differ in the case of names, in two names,
 * in booleans (texts in the inputs, so that they can be left out) and in tags, which are a list of pairs.
 */
export function toLaunchTemplateRequest({ tags, ...inputs }: PropertyMap): AwsRequest {
  return {
    service: "ec2",
    operation: "CreateLaunchTemplate",
    params: {
      LaunchTemplateName: "pool",
      LaunchTemplateData: toApi(inputs),
      ...(tags === undefined
        ? {}
        : { TagSpecifications: [{ ResourceType: "launch-template", Tags: toPairs(tags) }] }),
    },
  };
}

/** The same for a node group, whose inputs differ in two names; the name of the group is made by Pulumi. */
export function toNodegroupRequest({ nodeRoleArn, subnetIds, ...inputs }: PropertyMap): AwsRequest {
  return {
    service: "eks",
    operation: "CreateNodegroup",
    params: { nodegroupName: "pool", nodeRole: nodeRoleArn, subnets: subnetIds, ...inputs },
  };
}

const RENAMED: Readonly<Record<string, string>> = {
  vpcSecurityGroupIds: "SecurityGroupIds",
  securityGroups: "Groups",
};

function toApi(value: unknown): unknown {
  if (value === "true" || value === "false") return value === "true";
  if (Array.isArray(value)) return value.map(toApi);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      RENAMED[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      key === "tags" ? toPairs(inner) : toApi(inner),
    ]),
  );
}

function toPairs(tags: unknown): object[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

import { type Input, output } from "@pulumi/pulumi";
import { STORAGE_KEYS } from "../../plan/model-storage-spec";
import {
  checkRequiredText,
  isMap,
  optional,
  type ValueCheck,
  withoutMisspelt,
} from "../../plan/value-check";
import { type Issue, issue } from "../../units/issue";
import { isLater, withoutLater } from "../wiring";

/** Where a volume is made, or what exists already. */
export interface StorageWiring {
  readonly subnetId?: Input<string>;
  readonly securityGroupIds?: Input<string>[];
  readonly fileSystemId?: Input<string>;
  readonly bucketName?: Input<string>;
}

const CHECKS: Readonly<Record<keyof StorageWiring, ValueCheck>> = {
  subnetId: optional(checkRequiredText),
  securityGroupIds: optional(checkSecurityGroupIds),
  fileSystemId: optional(checkRequiredText),
  bucketName: optional(checkRequiredText),
};

/** What is wrong with the wiring as far as it is known before anything runs; whether a kind needs it, its plan knows. */
export function checkStorageWiring(args: unknown): Issue[] {
  if (!isMap(args)) return [];
  const issues = Object.entries(CHECKS)
    .filter(([key]) => !isLater(args[key]))
    .flatMap(([key, check]) => check(key, withoutLater(args[key])));
  return withoutMisspelt(issues, { path: "", value: args, keys: STORAGE_KEYS });
}

function checkSecurityGroupIds(path: string, ids: unknown): Issue[] {
  if (Array.isArray(ids) && ids.length > 0) {
    return ids.flatMap((id: unknown, index) =>
      optional(checkRequiredText)(`${path}[${index}]`, id),
    );
  }
  const wayOut = 'write for example ["sg-0123456789abcdef0"]';
  return [issue(path, ids, "must be a list of security groups", wayOut)];
}

/** The parameters of a class that follow from the wiring, in the drivers' words. */
export function toWiredParameters(wiring: StorageWiring): Record<string, Input<string>> {
  const { subnetId, securityGroupIds, fileSystemId } = wiring;
  return {
    ...(subnetId === undefined ? {} : { subnetId }),
    ...(securityGroupIds === undefined
      ? {}
      : { securityGroupIds: output(securityGroupIds).apply((ids) => ids.join(",")) }),
    ...(fileSystemId === undefined ? {} : { fileSystemId }),
  };
}

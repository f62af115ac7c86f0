import { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { all, type ComponentResource, type Input, interpolate, unsecret } from "@pulumi/pulumi";
import { HF_TOKEN_KEY } from "../catalog/well-known";
import { issue } from "../units/issue";
import { childName } from "./child";
import { toRefusal } from "./refusal";

/** The part of the arguments that names a Secret with a token. */
export interface TokenSecretInputs {
  readonly namespace: Input<string>;
  readonly tokenSecretName?: Input<string>;
  readonly verifyTokenSecret?: boolean;
}

/**
 * The arguments, with the name of the Secret only once the cluster has shown that there is a token in it. A Secret that
 * is not there fails the preview by itself. What it holds is looked at and never handed on.
 */
export function withVerifiedToken<A extends TokenSecretInputs>(
  parent: ComponentResource,
  name: string,
  args: A,
): A {
  const { namespace, tokenSecretName, verifyTokenSecret } = args;
  if (verifyTokenSecret !== true || tokenSecretName === undefined) return args;
  const id = interpolate`${namespace}/${tokenSecretName}`;
  const { data } = Secret.get(childName(name, "token"), id, { parent });
  const verified = all([tokenSecretName, data]).apply(([secretName, texts]) => {
    if (texts?.[HF_TOKEN_KEY]) return secretName;
    const rule = `the Secret has no token under ${HF_TOKEN_KEY}`;
    const wayOut = `put the token of the Hub under ${HF_TOKEN_KEY}, or leave tokenSecretName out`;
    throw toRefusal(parent, name, [issue("tokenSecretName", secretName, rule, wayOut)]);
  });
  // Only the name goes on, which is no secret.
  return { ...args, tokenSecretName: unsecret(verified) };
}

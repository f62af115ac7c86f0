import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { log, type Output, RunError } from "@pulumi/pulumi";
import { ModelService } from "../components/model-service";
import { ModelStorage } from "../components/model-storage";
import { renderIssues } from "../units/issue";
import { connectCluster } from "./cluster";
import { toEnvironment } from "./environment";
import { withSharedClaim } from "./environment-config";
import { createNodePools } from "./node-pools";
import { readStackConfig } from "./stack-config";

/** What runs, by model: read by whoever promotes from this stack to the next. */
export interface DeployedModel {
  /** Number of the model release. */
  readonly release: number | undefined;
  /** Name of the Helm release. */
  readonly releaseName: Output<string>;
  readonly chartVersion: Output<string>;
}

/** Creates the environment that the stack file describes, or throws before the first resource. */
export function createEnvironment(): { readonly models: Record<string, DeployedModel> } {
  const environment = toEnvironment(readStackConfig());
  if (!environment.ok) throw new RunError(renderIssues(environment.issues));

  const { cluster, namespace: name, spec, releases, tokenSecretName, warnings } = environment.value;
  const { plan } = environment.value;
  if (warnings.length > 0) void log.warn(renderIssues(warnings));
  const provider = connectCluster(cluster);
  const providers = [provider];
  // Claims outlive the stack, and would go with their namespace.
  const retainOnDelete = Object.values(plan.storage).some(({ claim }) => claim !== undefined);
  const namespace = new Namespace(name, { metadata: { name } }, { provider, retainOnDelete });
  const wiring = {
    namespace: namespace.metadata.name,
    ...(tokenSecretName === undefined ? {} : { tokenSecretName }),
  };

  const nodePools = createNodePools(environment.value.madePools);
  const storage = Object.entries(spec.storage).map(
    ([key, settings]) =>
      new ModelStorage(key, { ...settings, namespace: wiring.namespace }, { providers }).ref,
  );
  const models = Object.entries(spec.models).map(([key, settings]) => {
    const { claimName } = settings.model.storage;
    // The reference that its component made, not the equal one of the spec: only it carries the dependency.
    const model = {
      ...settings.model,
      storage: storage.find((ref) => ref.claimName === claimName) ?? settings.model.storage,
    };
    const nodePool = nodePools.get(settings.nodePool.name) ?? settings.nodePool;
    const engine = withSharedClaim(settings.engine, storage);
    const args = { ...settings, ...wiring, engine, model, nodePool };
    const service = new ModelService(key, args, { providers });
    const { releaseName, chartVersion } = service;
    return [key, { release: releases[key], releaseName, chartVersion }] as const;
  });
  return { models: Object.fromEntries(models) };
}

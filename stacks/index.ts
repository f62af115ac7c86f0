import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { RunError } from "@pulumi/pulumi";
import { ModelService } from "../components/model-service";
import { ModelStorage } from "../components/model-storage";
import { renderIssues } from "../units/issue";
import { connectCluster } from "./cluster";
import { toEnvironment } from "./environment";
import { readStackConfig } from "./stack-config";

const environment = toEnvironment(readStackConfig());
if (!environment.ok) throw new RunError(renderIssues(environment.issues));

const { cluster, namespace: namespaceName, spec, releases, tokenSecretName } = environment.value;
const provider = connectCluster(cluster);
const providers = [provider];
const namespace = new Namespace(namespaceName, { metadata: { name: namespaceName } }, { provider });

const storage = Object.fromEntries(
  Object.entries(spec.storage).map(([key, settings]) => [
    settings.claimName ?? key,
    new ModelStorage(key, { ...settings, namespace: namespace.metadata.name }, { providers }),
  ]),
);

/** What runs, by model: read by whoever promotes from this stack to the next. */
export const models = Object.fromEntries(
  Object.entries(spec.models).map(([key, settings]) => {
    const service = new ModelService(
      key,
      {
        ...settings,
        model: {
          ...settings.model,
          storage: storage[settings.model.storage.claimName]?.ref ?? settings.model.storage,
        },
        namespace: namespace.metadata.name,
        ...(tokenSecretName === undefined ? {} : { tokenSecretName }),
      },
      { providers },
    );
    return [
      key,
      {
        release: releases[key],
        releaseName: service.releaseName,
        chartVersion: service.chartVersion,
      },
    ];
  }),
);

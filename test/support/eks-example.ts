import { resolve } from "node:path";
import { EKS_BEHAVIOUR } from "../../local/provider/eks-behaviour";
import { serveRecordingProviders, withStack } from "./engine";
import { type Outcome, summarize } from "./engine-outcome";
import { EXAMPLE_CONFIG } from "./example-config";
import { REMOTE_COMPONENTS } from "./remote-components";

/** The first run of an example in `examples/`, on the real engine and a recorded AWS. */
export async function deployEksExample(name: string): Promise<Outcome> {
  const path = resolve(__dirname, `../../examples/${name}/index.ts`);
  const program = async () => {
    delete require.cache[path];
    require(path);
  };
  const providers = await serveRecordingProviders({
    aws: { types: EKS_BEHAVIOUR },
    kubernetes: { methods: REMOTE_COMPONENTS },
  });
  return withStack({ program, providers, config: EXAMPLE_CONFIG }, (stack) => stack.up());
}

/** Those of the resources that were not created before the release. */
export function findLate(
  outcome: Outcome,
  release: string,
  resources: readonly string[],
): string[] {
  const steps = summarize(outcome);
  const place = (resource: string) => steps.indexOf(`create ${resource}`);
  return resources.filter((each) => place(each) < 0 || place(each) > place(release));
}

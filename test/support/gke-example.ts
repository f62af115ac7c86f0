import { resolve } from "node:path";
import { GKE_BEHAVIOUR } from "../../local/provider/gke-behaviour";
import { serveRecordingProviders, withStack } from "./engine";
import type { Outcome } from "./engine-outcome";
import { EXAMPLE_CONFIG } from "./example-config";

/** The first run of an example in `examples/`, on the real engine and a recorded Google Cloud. */
export async function deployGkeExample(name: string): Promise<Outcome> {
  const path = resolve(__dirname, `../../examples/${name}/index.ts`);
  const program = async () => {
    delete require.cache[path];
    require(path);
  };
  const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
  return withStack({ program, providers, config: EXAMPLE_CONFIG }, (stack) => stack.up());
}

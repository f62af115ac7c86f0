import { ChartSource, DeployAs, Engine, ModelService } from "../../index";

// A preview then shows every field of every object, and `pulumi up --refresh` puts back what was changed by hand.
// The chart is a copy of the bundled one beside the program, which the team may patch.
new ModelService("qwen3-32b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-32B", storage: { claimName: "llm-model" } },
  engine: { name: Engine.vllm, contextLength: 32768 },
  nodePool: { name: "h200", instanceType: "p5en.48xlarge", maxSize: 2 },
  roles: { both: { replicas: 2, parallelism: { tensor: 4 } } },
  deployAs: DeployAs.objects,
  chart: { source: ChartSource.path, location: "./chart" },
});

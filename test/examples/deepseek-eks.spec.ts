import { describeEksExample } from "../support/eks-example";

describeEksExample("deepseek-eks", {
  created: [
    ...["b200", "b200-launch-template", "b200-node-group"],
    ...["deepseek-v3-1", "deepseek-v3-1-disruption-budget", "deepseek-v3-1-release"],
    ...["llm", "weights", "weights-claim"],
  ],
  release: "deepseek-v3-1-release",
  before: ["b200-node-group", "weights-claim"],
});

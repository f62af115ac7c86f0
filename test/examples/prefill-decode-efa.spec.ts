import { describeEksExample } from "../support/eks-example";

describeEksExample("prefill-decode-efa", {
  created: [
    ...["decode", "decode-efa", "decode-efa-egress", "decode-efa-ingress"],
    ...["decode-launch-template", "decode-node-group", "decode-placement-group"],
    ...["prefill", "prefill-launch-template", "prefill-node-group", "prefill-placement-group"],
    ...["qwen3-32b", "qwen3-32b-decode-disruption-budget"],
    ...["qwen3-32b-prefill-disruption-budget", "qwen3-32b-release"],
  ],
  release: "qwen3-32b-release",
  before: ["decode-node-group", "prefill-node-group"],
});

import assert from "node:assert/strict";
import { NodeOperatingSystem } from "../../catalog/eks-images";
import { planEksNodeUserData } from "../../plan/eks-node-user-data";

const { al2023, bottlerocket } = NodeOperatingSystem;

describe("planEksNodeUserData", () => {
  it("says nothing where there is nothing to say", () => {
    const texts = [al2023, bottlerocket].map((operatingSystem) =>
      planEksNodeUserData({ operatingSystem, raid0: false, maxPods: undefined }),
    );
    assert.deepEqual(texts, [undefined, undefined]);
  });

  it("is a MIME document with a part of a NodeConfig on Amazon Linux", () => {
    assert.equal(
      planEksNodeUserData({ operatingSystem: al2023, raid0: true, maxPods: 51 }),
      `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="node-config"

--node-config
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  instance:
    localStorage:
      strategy: RAID0
  kubelet:
    flags:
      - --max-pods=51

--node-config--
`,
    );
  });

  it("is TOML on Bottlerocket", () => {
    assert.equal(
      planEksNodeUserData({ operatingSystem: bottlerocket, raid0: true, maxPods: 51 }),
      `[settings.bootstrap-commands.local-storage]
commands = [["apiclient","ephemeral-storage","init"],["apiclient","ephemeral-storage","bind","--dirs","/var/lib/containerd","/var/lib/kubelet","/var/log/pods"]]
mode = "always"
essential = true
[settings.kubernetes]
max-pods = 51
`,
    );
  });

  for (const [operatingSystem, word] of [
    [al2023, "kubelet"],
    [bottlerocket, "[settings.kubernetes]"],
  ] as const) {
    it(`leaves the number of pods to EKS on ${operatingSystem} where none is given`, () => {
      const text = planEksNodeUserData({ operatingSystem, raid0: true, maxPods: undefined });
      assert.equal(text?.includes(word), false);
    });
  }
});

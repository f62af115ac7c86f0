import assert from "node:assert/strict";
import { findInstanceType, instanceTypeNames } from "../../catalog/ec2-instance-types";
import { compareInstanceTypes } from "../../scripts/ec2-instance-reference";

/** One machine as Karpenter publishes it; `labels` change or add to its lines. */
function publish(name: string, cells: Readonly<Record<string, string>>): string {
  const lines = Object.entries(cells).map(([key, text]) => ` |${key}|${text}|`);
  return ["## Family", `### \`${name}\``, "#### Labels", ...lines, ""].join("\n");
}

const P5EN = {
  "kubernetes.io/arch": "amd64",
  "karpenter.k8s.aws/instance-cpu": "192",
  "karpenter.k8s.aws/instance-memory": "2097152",
  "karpenter.k8s.aws/instance-gpu-count": "8",
  "karpenter.k8s.aws/instance-gpu-memory": "144384",
  "karpenter.k8s.aws/instance-local-nvme": "30400",
  "vpc.amazonaws.com/efa": "16",
  pods: "198",
};

const LIMITS = [
  '\t"p5en.48xlarge": {',
  "\t\tIPv4PerInterface:        50,",
  ...Array.from({ length: 16 }, () => "\t\t\t\tMaximumNetworkInterfaces: 4,"),
  "\t},",
].join("\n");

/** What is said of the machines that the texts describe: all others of the catalogue are not published there. */
function differences(reference: string, limits = LIMITS): string[] {
  return compareInstanceTypes(reference, limits).filter((line) => !line.endsWith("not published"));
}

describe("compareInstanceTypes", () => {
  it("finds nothing where both say the same", () => {
    assert.deepEqual(differences(publish("p5en.48xlarge", P5EN)), []);
  });

  it("names each column that differs", () => {
    const changed = publish("p5en.48xlarge", { ...P5EN, "vpc.amazonaws.com/efa": "32" });
    const limits = LIMITS.replace("Interfaces: 4", "Interfaces: 5");
    assert.deepEqual(differences(changed, limits), [
      "p5en.48xlarge: efa is 16, published 32",
      "p5en.48xlarge: cards is 4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4, published 5,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4",
    ]);
  });

  it("names a new size of a family, and no other machine", () => {
    const text = ["p5en.96xlarge", "x9.large"].map((name) => publish(name, P5EN)).join("\n");
    assert.deepEqual(differences(text), ["p5en.96xlarge: is published and not in the catalogue"]);
  });

  it("names every verified machine that is not published any more", () => {
    assert.deepEqual(
      compareInstanceTypes("", ""),
      instanceTypeNames()
        .filter((name) => findInstanceType(name)?.verified)
        .map((name) => `${name}: is in the catalogue as verified and not published`),
    );
  });
});

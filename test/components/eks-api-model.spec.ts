import assert from "node:assert/strict";
import {
  type AwsRequest,
  requireBotocore,
  toLaunchTemplateRequest,
  toNodegroupRequest,
  validateRequests,
} from "../support/aws-api";
import { type EksInputs, eksGoldenCases, readEksInputs } from "../support/eks-golden";

function toRequests({ launchTemplate, nodeGroup }: EksInputs): AwsRequest[] {
  return [toLaunchTemplateRequest(launchTemplate), toNodegroupRequest(nodeGroup)];
}

describe("what reaches AWS, by AWS's own model of its API", () => {
  const wrong = new Map<string, string[]>();

  /** All at once: botocore takes seconds to read the model of EC2. */
  before(async function () {
    requireBotocore(this);
    const cases = eksGoldenCases();
    const inputs: EksInputs[] = [];
    for (const golden of cases) inputs.push(await readEksInputs(golden));
    const results = validateRequests(inputs.flatMap(toRequests));
    cases.forEach(({ name }, index) => {
      wrong.set(name, results.slice(2 * index, 2 * index + 2).flat());
    });
  });

  for (const { name } of eksGoldenCases()) {
    it(`is a request that EC2 and EKS understand, for ${name}`, () => {
      assert.deepEqual(wrong.get(name), []);
    });
  }

  it("is refused with a misspelt key and a word that there is not", async () => {
    const [golden] = eksGoldenCases();
    assert(golden !== undefined);
    const { launchTemplate, nodeGroup } = await readEksInputs(golden);
    const misspelt = toRequests({
      launchTemplate: { ...launchTemplate, metadataOption: {} },
      nodeGroup: { ...nodeGroup, capacityType: "on-demand", scalingConfig: { maxSize: 0 } },
    });
    assert.deepEqual(
      validateRequests(misspelt).map((lines) => lines.map((line) => line.split(",")[0])),
      [
        ['Unknown parameter in LaunchTemplateData: "MetadataOption"'],
        [
          "Invalid value for parameter scalingConfig.maxSize",
          ".capacityType: on-demand is not a word of CapacityTypes",
        ],
      ],
    );
  });
});

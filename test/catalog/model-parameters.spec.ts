import assert from "node:assert/strict";
import {
  loadedBytes,
  modelParameters,
  partSizes,
  storedBytes,
} from "../../catalog/model-parameters";
import { ModelPart } from "../../catalog/model-part";
import { findModel, type Model, modelIds, WeightFormat } from "../../catalog/models";

/** What a maker rounds away, and what `partSizes` leaves out, stay below this; a wrong dimension does not. */
const TOLERANCE = 0.005;

function modelOf(id: string): Model {
  const model = findModel(id);
  assert.ok(model, `${id} is not in the catalogue`);
  return model;
}

/** What the publisher counted. */
function countedParameters(model: Model): number {
  const nextToken = partSizes(model)[ModelPart.nextTokenLayers].parameters;
  return modelParameters(model) + (model.publishedWithNextTokenLayers === true ? nextToken : 0);
}

function assertWithinTolerance(computed: number, published: number): void {
  const difference = Math.abs(computed / published - 1);
  assert.ok(
    difference <= TOLERANCE,
    `computed ${computed}, published ${published}: ${(100 * difference).toFixed(2)} % apart`,
  );
}

describe("every model in the catalogue", () => {
  for (const id of modelIds()) {
    const model = modelOf(id);

    if (model.publishedParameters !== undefined) {
      const published = model.publishedParameters;
      it(`has the parameters that are published of ${id}`, () => {
        assertWithinTolerance(countedParameters(model), published);
      });
    }
    if (model.indexTotalBytes !== undefined) {
      const published = model.indexTotalBytes;
      it(`has the bytes of the index of ${id}`, () => {
        assertWithinTolerance(storedBytes(model), published);
      });
    }
    if (model.repositoryBytes !== undefined) {
      const published = model.repositoryBytes;
      it(`has the bytes of the repository of ${id}`, () => {
        assertWithinTolerance(storedBytes(model), published);
      });
    }
    it(`has no part of negative or broken size in ${id}`, () => {
      const broken = Object.entries(partSizes(model)).filter(
        ([, { parameters, bytes }]) =>
          !Number.isSafeInteger(parameters) ||
          !Number.isSafeInteger(bytes) ||
          bytes * 2 < parameters,
      );
      assert.deepEqual(broken, []);
    });
  }

  it("fails the law when a dimension is guessed", () => {
    const model = modelOf("Qwen/Qwen3-VL-235B-A22B-Instruct");
    const guessed = modelParameters({ ...model, layers: model.layers + 1 });
    assert.ok(Math.abs(guessed / (model.publishedParameters ?? guessed) - 1) > TOLERANCE);
  });
  it("is held to a published figure, but for those of which none is exact enough", () => {
    const unchecked = modelIds().filter((id) => {
      const { publishedParameters, indexTotalBytes, repositoryBytes } = modelOf(id);
      return (publishedParameters ?? indexTotalBytes ?? repositoryBytes) === undefined;
    });
    assert.deepEqual(unchecked, [
      "Qwen/Qwen2.5-VL-72B-Instruct",
      "Qwen/Qwen2.5-VL-72B-Instruct-AWQ",
      "moonshotai/Kimi-K2-Instruct",
      "moonshotai/Kimi-K2.5",
      "nvidia/Kimi-K2.5-NVFP4",
      "nvidia/Kimi-K2.6-NVFP4",
    ]);
  });
});

describe("DeepSeek-V3.1", () => {
  const model = modelOf("deepseek-ai/DeepSeek-V3.1");

  it("loads 673.15 GB without its next-token layer", () => {
    assert.equal((loadedBytes(model) / 1e9).toFixed(2), "673.15");
  });
  it("loads 688.57 GB with it", () => {
    const bytes = loadedBytes(model, { nextTokenLayers: true });
    assert.equal((bytes / 1e9).toFixed(2), "688.57");
  });
  it("is stored in files that hold little besides the weights", () => {
    const headers = (model.repositoryBytes ?? 0) - storedBytes(model);
    assert.ok(headers > 0 && headers < 20e6, `${headers} bytes of headers`);
  });
  it("has a scale of four bytes for each 128 x 128 weights of a routed expert", () => {
    const { parameters, bytes } = partSizes(model)[ModelPart.routedExperts];
    assert.equal(bytes, parameters + (parameters / 128 ** 2) * 4);
  });
  it("has no heads of keys and values", () => {
    assert.deepEqual(partSizes(model)[ModelPart.keyValueHeads], { parameters: 0, bytes: 0 });
  });
});

describe("Qwen3-VL-235B-A22B-Instruct", () => {
  const model = modelOf("Qwen/Qwen3-VL-235B-A22B-Instruct");

  it("loads 471.3 GB", () => {
    assert.equal((loadedBytes(model) / 1e9).toFixed(1), "471.3");
  });
  it("has 0.58 B parameters that see", () => {
    assert.equal((partSizes(model)[ModelPart.visionEncoder].parameters / 1e9).toFixed(2), "0.58");
  });
  it("keeps every weight in two bytes", () => {
    assert.equal(loadedBytes(model), 2 * modelParameters(model));
  });
});

describe("partSizes", () => {
  const dense: Model = {
    id: "test/dense",
    layers: 2,
    denseLayers: 2,
    hiddenSize: 4,
    vocabulary: 10,
    tiedEmbeddings: true,
    attention: { kind: "gqa", heads: 2, keyValueHeads: 1, headSize: 2 },
    denseWidth: 8,
    nextTokenLayers: 0,
    weightFormat: WeightFormat.bf16,
    maximumContext: 16,
    sources: [],
    date: "",
  };

  it("counts a small dense model with tied embeddings matrix by matrix", () => {
    const parameters = Object.fromEntries(
      Object.entries(partSizes(dense)).map(([part, size]) => [part, size.parameters]),
    );
    assert.deepEqual(parameters, {
      embedding: 10 * 4,
      outputHead: 0,
      attentionHeads: 2 * (4 * 4 + 4 * 4),
      keyValueHeads: 2 * (2 * 4 + 2 * 4),
      attentionLatent: 0,
      denseFeedForward: 2 * 3 * 4 * 8,
      routedExperts: 0,
      sharedExperts: 0,
      router: 0,
      norms: 5 * 4,
      visionEncoder: 0,
      nextTokenLayers: 0,
    });
  });
  it("gives a matrix one scale where the format has no blocks", () => {
    const fp8 = partSizes({ ...dense, weightFormat: WeightFormat.fp8 });
    assert.equal(fp8.denseFeedForward.bytes, 2 * 3 * (4 * 8 + 4));
  });
  it("gives a scale to a block that reaches over the edge", () => {
    const fp8 = partSizes({ ...dense, weightFormat: WeightFormat.fp8, quantizationBlock: 3 });
    assert.equal(fp8.denseFeedForward.bytes, 2 * 3 * (4 * 8 + 2 * 3 * 4));
  });
});

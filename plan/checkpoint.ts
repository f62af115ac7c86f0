import { findModel, type Model, modelIds, WeightFormat } from "../catalog/models";

/** Weights of a row in another format, as an engine makes them while it loads or as others publish them. */
export function withFormat(model: Model, weightFormat: WeightFormat): Model {
  if (model.weightFormat === weightFormat) return model;
  const { quantizationBlock: _block, quantizationGroup: _group, ...rest } = model;
  return FOUR_BITS.includes(weightFormat)
    ? { ...rest, weightFormat, quantizationGroup: COMMON_GROUP }
    : { ...rest, weightFormat };
}

const FOUR_BITS: readonly WeightFormat[] = [WeightFormat.awq, WeightFormat.gptq, WeightFormat.int4];

/** Weights of one scale in nearly every published AWQ and GPTQ checkpoint. */
const COMMON_GROUP = 128;

/** Whether a value is a format of weights. */
export function isWeightFormat(value: unknown): value is WeightFormat {
  return Object.values<unknown>(WeightFormat).includes(value);
}

/**
 * The weights of an id in a format: the row of the id, another checkpoint of the same model, or its row in that format;
 * `undefined` when the catalogue has no checkpoint of the model. Repositories of others are known by the model's name.
 */
export function findCheckpoint(id: string, format?: WeightFormat): Model | undefined {
  const exact = findModel(id);
  const family = exact === undefined ? findByName(id) : checkpointsOf(exact);
  const row = exact ?? family.find(({ weightFormat }) => weightFormat === format) ?? family[0];
  if (row === undefined || format === undefined || row.weightFormat === format) return row;
  return family.find(({ weightFormat }) => weightFormat === format) ?? withFormat(row, format);
}

/** Every row of the same weights, the row itself included. */
export function checkpointsOf(model: Model): Model[] {
  const origin = model.checkpointOf ?? model.id;
  return rows().filter(({ id, checkpointOf }) => id === origin || checkpointOf === origin);
}

function rows(): Model[] {
  return modelIds().flatMap((id) => findModel(id) ?? []);
}

function findByName(id: string): Model[] {
  const name = toPlainName(id);
  return rows().filter((row) => toPlainName(row.id) === name);
}

/** What does not change the dimensions of a model: who stores it, its format, and what it was tuned for. */
const SAME_DIMENSIONS =
  /^meta-|-(fp8|awq|gptq|int4|int8|4bit|8bit|bnb|nvfp4|bf16|instruct|chat|base|thinking|it|exp|\d{4})(?=-|$)/g;

function toPlainName(id: string): string {
  const [name = ""] = id.toLowerCase().split("/").slice(-1);
  return name.split(" ", 1).join("").replaceAll(SAME_DIMENSIONS, "");
}

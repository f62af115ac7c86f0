import type { Model } from "../catalog/models";
import { readModelShape } from "../plan/model-shape";
import { readInput, readJson, refuse } from "./fit-input";

/** The files of a repository on the Hub, by their paths. */
export interface DescribedModel {
  /** What the model is called in the answer. */
  readonly id: string;
  /** Its `config.json`. */
  readonly config: string;
  /** Its `model.safetensors.index.json`. */
  readonly index: string | undefined;
}

/** The model that its own files describe; ends the verb with every field that they lack. */
export function readDescribedModel({ id, config, index }: DescribedModel): Model {
  const shape = readModelShape({
    id,
    config: readJson("--config", readInput("--config", config)),
    ...(index === undefined ? {} : { index: readJson("--index", readInput("--index", index)) }),
    source: config,
    date: new Date().toISOString().slice(0, 10),
  });
  return shape.ok ? shape.value : refuse(...shape.issues);
}

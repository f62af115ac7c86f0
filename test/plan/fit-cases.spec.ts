import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { answerCase, type FitAnswer, type FitCase } from "../../plan/fit-case";
import { requireShared, sharedPath } from "../support/shared";
import { GIB } from "../support/specs";

/** A case with what was seen of it. */
interface LoggedCase extends FitCase {
  readonly observed: {
    readonly outcome: string;
    readonly availableKvGiBPerGpu: number | null;
    readonly kvTokens: number | null;
  };
  readonly special: string | null;
  readonly hybrid: boolean;
  readonly check: { readonly formulaBytesPerTokenPerGpu?: number };
}

interface Scored {
  readonly logged: LoggedCase;
  readonly answer: FitAnswer;
  /** Predicted less observed cache, in GiB; `undefined` where one of the two is not known. */
  readonly errorGiB: number | undefined;
  readonly observedGiB: number | undefined;
}

const LEAST_ANSWERED = 0.8;
const LEAST_RIGHT = 0.95;
const MOST_MEDIAN_ERROR = 0.1;

describe("answerCase, on real logs of engines", () => {
  let core: Scored[] = [];
  let answered: Scored[] = [];

  before(function () {
    requireShared(this);
    const cases: LoggedCase[] = JSON.parse(readFileSync(sharedPath("fit-cases.json"), "utf8"));
    const scored = cases.map(score);
    core = scored.filter(({ logged }) => isCore(logged));
    answered = core.filter(({ answer }) => answer.outcome !== "unknown");
    const rest = scored.filter((each) => !core.includes(each));
    process.stdout.write(`${["scored:", ...core.map(describeScore)].join("\n      ")}\n`);
    process.stdout.write(`${["not scored:", ...rest.map(describeScore)].join("\n      ")}\n`);
  });

  it("answers four of five of the core cases", () => {
    assert.ok(
      answered.length >= LEAST_ANSWERED * core.length,
      `${answered.length} of ${core.length}`,
    );
  });
  it("says of 95 % of those what the engine did", () => {
    const wrong = answered.filter((each) => !isRight(each)).map(({ logged }) => logged.id);
    assert.ok(answered.length - wrong.length >= LEAST_RIGHT * answered.length, wrong.join(", "));
  });
  it("never starts what had no memory for its weights", () => {
    const started = answered.filter(
      ({ logged, answer }) =>
        logged.observed.outcome === "oom-weights" && answer.outcome === "starts",
    );
    assert.deepEqual(started, []);
  });
  it("has the exact bytes of a token in the cache", () => {
    const wrong = answered.filter(({ logged, answer }) => {
      const expected = logged.check.formulaBytesPerTokenPerGpu;
      return expected !== undefined && expected !== answer.kvBytesPerTokenPerGpu;
    });
    assert.deepEqual(wrong, []);
  });
  it("has the cache within 10 % in half of the cases", () => {
    const errors = answered
      .flatMap(({ errorGiB, observedGiB }) =>
        errorGiB === undefined || observedGiB === undefined
          ? []
          : [Math.abs(errorGiB / observedGiB)],
      )
      .toSorted((one, other) => one - other);
    const median = errors[Math.floor(errors.length / 2)] ?? Number.NaN;
    assert.ok(median <= MOST_MEDIAN_ERROR, `${median}`);
  });
  it("has no cache that is off by more than 10 % and 2.5 GiB", () => {
    const off = answered.filter(
      ({ errorGiB = 0, observedGiB = 0 }) =>
        Math.abs(errorGiB) > Math.max(Math.abs(observedGiB) * 0.1, 2.5),
    );
    assert.deepEqual(off, []);
  });
  it("knows neither what was observed nor what is written beside", () => {
    const [first] = core;
    assert.ok(first);
    const { observed: _, check: _check, ...asked } = first.logged;
    assert.deepEqual(answerCase(asked), first.answer);
  });
});

describe("answerCase", () => {
  const asked: FitCase = {
    id: "a",
    engine: "vllm",
    model: "Qwen/Qwen3-14B",
    weights: "bf16",
    gpu: "L40S",
    tensor: 1,
  };
  const reasons: readonly (readonly [string, Partial<FitCase>, string])[] = [
    ["an engine", { engine: "tgi" }, "engine tgi"],
    ["a model", { model: "acme/tiny" }, "model acme/tiny"],
    ["a format of weights", { weights: "gguf" }, "weight format gguf"],
    ["a device", { gpu: "T4" }, "device T4"],
    ["the number of devices", { tensor: null }, "tensor size"],
  ];
  for (const [what, changes, reason] of reasons) {
    it(`answers unknown where ${what} is not known, and says so`, () => {
      assert.deepEqual(answerCase({ ...asked, ...changes }), {
        id: "a",
        outcome: "unknown",
        reason,
      });
    });
  }
  const names: readonly (readonly [string, string])[] = [
    ["4090-24GB", "RTX-4090-24"],
    ["RTX-4090-48GB", "RTX-4090-48"],
    ["NVIDIA GeForce RTX 4090 24GB", "RTX-4090-24"],
    ["H100", "H100-80"],
    ["NVIDIA H100 80GB HBM3", "H100-80"],
    ["A10-24GB", "A10"],
    ["RTX-PRO-6000-96GB", "RTX-PRO-6000"],
    ["H20-141GB", "H20-141"],
  ];
  for (const [name, model] of names) {
    it(`takes ${name} for ${model}`, () => {
      const [one, other] = [name, model].map((gpu) => answerCase({ ...asked, gpu }));
      assert.deepEqual([one?.outcome === "unknown", one], [false, other]);
    });
  }
  it("does not choose between the sizes of a device", () => {
    assert.equal(answerCase({ ...asked, gpu: "A100" }).reason, "device A100");
  });
  it("holds a log without version and day to the rules that leave the least", () => {
    const kv = (changes: Partial<FitCase>) =>
      answerCase({ ...asked, ...changes }).availableKvGiBPerGpu;
    const versions = ["0.7.3", "0.8.5", "0.19.0", "0.22.0", "0.30.0"];
    const least = Math.min(...versions.map((engineVersion) => kv({ engineVersion }) ?? Number.NaN));
    assert.equal(kv({}), least);
  });
  it("does not end for a context that nobody stated", () => {
    const unstated = answerCase({ ...asked, gpu: "RTX-5080", model: "Qwen/Qwen3-4B" });
    const stated = answerCase({
      ...asked,
      gpu: "RTX-5080",
      model: "Qwen/Qwen3-4B",
      maxModelLen: 40_960,
    });
    assert.deepEqual(
      [unstated.outcome, unstated.servesContext, stated.outcome],
      ["starts", false, "kv-too-small"],
    );
  });
});

function isCore({ special, hybrid, gpu, gpuInferred }: LoggedCase): boolean {
  return special === null && !hybrid && (gpu != null || gpuInferred != null);
}

/** A start that failed in another place than the weights or the cache is read as one that failed. */
function isRight({ logged, answer }: Scored): boolean {
  const { outcome } = logged.observed;
  return answer.outcome === outcome || (outcome === "oom-other" && answer.outcome !== "starts");
}

function score(logged: LoggedCase): Scored {
  const answer = answerCase(logged);
  const { availableKvGiBPerGpu, kvTokens } = logged.observed;
  const bytes = logged.check.formulaBytesPerTokenPerGpu;
  const observedGiB =
    availableKvGiBPerGpu ??
    (kvTokens === null || bytes === undefined ? undefined : (kvTokens * bytes) / GIB);
  const predicted = answer.availableKvGiBPerGpu;
  const errorGiB =
    predicted === undefined || observedGiB === undefined ? undefined : predicted - observedGiB;
  return { logged, answer, errorGiB, observedGiB };
}

function describeScore({ logged, answer, errorGiB, observedGiB }: Scored): string {
  const cache =
    errorGiB === undefined || observedGiB === undefined
      ? ""
      : `, cache ${(observedGiB + errorGiB).toFixed(2)} for ${observedGiB.toFixed(2)} GiB (${errorGiB.toFixed(2)})`;
  const reason = answer.reason === undefined ? "" : ` (${answer.reason})`;
  return `${logged.id}: ${answer.outcome}${reason} for ${logged.observed.outcome}${cache}`;
}

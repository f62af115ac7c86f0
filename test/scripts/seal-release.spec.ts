import assert from "node:assert/strict";
import { readBundledChart } from "../../components/bundled-chart";
import { ChartSource } from "../../plan/chart-source";
import { sealRelease } from "../../scripts/seal-release";
import type { ModelRelease } from "../../stacks/model-release";
import { findRelease, RELEASES, type ReleaseCatalogue } from "../../stacks/release-catalogue";
import { digestRelease } from "../../stacks/release-lock";
import { linesOf, requireValue } from "../support/specs";

const DEEPSEEK = "deepseek-v3-1";
const chart = { source: ChartSource.bundled, version: readBundledChart().version };

/** DeepSeek with a second release, which is a draft; both are of the chart of now. */
function withDraft(
  changes: Partial<ModelRelease> = {},
): ReleaseCatalogue & { draft: ModelRelease } {
  const first = findRelease(RELEASES, DEEPSEEK, 1);
  if (first === undefined) throw new Error("there is no release to begin with");
  const sealed = { ...first, chart };
  const draft = { ...sealed, ...changes };
  return {
    ...RELEASES,
    models: { ...RELEASES.models, [DEEPSEEK]: { 1: sealed, 2: draft } },
    draft,
  };
}

describe("sealRelease", () => {
  it("adds the digest of a draft and touches no other", () => {
    const { draft, ...catalogue } = withDraft();
    assert.deepEqual(requireValue(sealRelease(catalogue, DEEPSEEK, 2)), {
      ...RELEASES.lock,
      [DEEPSEEK]: { ...RELEASES.lock[DEEPSEEK], 2: digestRelease(draft) },
    });
  });
  it("seals the first release of a model", () => {
    const { draft, ...catalogue } = withDraft();
    const lock = requireValue(sealRelease({ ...catalogue, lock: {} }, DEEPSEEK, 2));
    assert.deepEqual(lock, { [DEEPSEEK]: { 2: digestRelease(draft) } });
  });
  it("never seals a number again, changed or not", () => {
    assert.deepEqual(linesOf(sealRelease(withDraft(), DEEPSEEK, 1)), [
      "number: 1; release 1 of deepseek-v3-1 is sealed; make a new number",
    ]);
  });
  it("refuses what no stack could deploy as it was proved, all at once", () => {
    const { draft } = withDraft();
    const catalogue = withDraft({
      chart: { source: ChartSource.bundled, version: "0.4.12+000000000000" },
      engine: { ...draft.engine, image: "lmsysorg/sglang" },
      defaults: "2026-10",
    });
    assert.deepEqual(linesOf(sealRelease(catalogue, DEEPSEEK, 2)), [
      `chart.version: "0.4.12+000000000000"; the chart that it would be proved with is ${chart.version}; write ${chart.version}`,
      'defaults: "2026-10"; there are no defaults of this date; did you mean 2026-11?',
      'engine.image: "lmsysorg/sglang"; no tag means latest, which is another image tomorrow; name an exact tag, or better a digest (@sha256:...)',
    ]);
  });
  it("refuses a model and a number that there are not", () => {
    const lines = [
      ...linesOf(sealRelease(withDraft(), "deepseek-v3", 1)),
      ...linesOf(sealRelease(withDraft(), DEEPSEEK, 3)),
    ];
    assert.deepEqual(lines, [
      'model: "deepseek-v3"; there is no such model in stacks/models; did you mean deepseek-v3-1?',
      "number: 3; deepseek-v3-1 has the releases 1, 2; use one of them",
    ]);
  });
});

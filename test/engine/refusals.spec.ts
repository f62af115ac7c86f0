import assert from "node:assert/strict";
import { withStack } from "../support/engine";
import { EngineFailure } from "../support/engine-outcome";
import { useKubeconfig } from "../support/kubeconfig";
import {
  type InputKind,
  type Refusal,
  readRefusals,
  toBadInput,
  toMessage,
  toProgram,
  withoutPrefix,
} from "../support/refusals";
import { requireTools } from "../support/tools";

/** By form and by meaning, of one part and of all, before anything runs and when outputs are known. */
const TITLES: readonly string[] = [
  "an empty stack file",
  "five mistakes, each told once",
  "mistakes in every part, each told once and in order",
  "a secret output among the variables",
  "a variable that turns out to be a number",
  "no size, no mode and no class",
];

describe("refusals on the real engine", () => {
  useKubeconfig();

  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  for (const [kind, refusal] of representatives()) {
    it(`create nothing for ${refusal.title}, and say why in one text without our sources`, async () => {
      const { program, config } = toProgram(kind, toBadInput(kind, refusal));
      await withStack({ program: async () => void program(), config }, async (stack) => {
        const failure: unknown = await stack.up().catch((error: unknown) => error);
        assert(failure instanceof EngineFailure);
        const texts = failure.outcome.diagnostics.map(({ message }) => withoutPrefix(message));
        const created = (await stack.exportState()).filter(({ custom }) => custom);
        assert.deepEqual([[...new Set(texts)], created], [[toMessage(kind, refusal.issues)], []]);
        assert.doesNotMatch(String(failure.cause), /\.ts\b|\n\s+at /);
      });
    });
  }
});

function representatives(): (readonly [InputKind, Refusal])[] {
  return readRefusals().flatMap(({ input, refusals }) =>
    refusals
      .filter(({ title }) => TITLES.includes(title))
      .map((refusal) => [input, refusal] as const),
  );
}

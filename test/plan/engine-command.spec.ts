import assert from "node:assert/strict";
import { engineVersions } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { toEngineCommand } from "../../plan/engine-command";
import { RoleName } from "../../plan/model-role";
import { refusedArguments, toTransferArgs } from "../support/engine-flags";
import { engineSettings } from "../support/specs";

const context = {
  modelPath: "/model-cache/acme/tiny",
  servedName: "tiny",
  port: 8000,
  parallelism: { tensor: 2, pipeline: 1, expert: false, devicesPerPod: 2 },
};

describe("toEngineCommand", () => {
  it("starts vLLM with the model as its first argument", () => {
    assert.deepEqual(toEngineCommand(engineSettings({ contextLength: 8 }), context), {
      command: ["vllm", "serve"],
      args: [
        "/model-cache/acme/tiny",
        ...["--served-model-name", "tiny", "--host", "0.0.0.0", "--port", "8000"],
        ...["--tensor-parallel-size", "2", "--max-model-len", "8"],
      ],
    });
  });
  it("starts SGLang with metrics, which it does not show by itself", () => {
    assert.deepEqual(toEngineCommand(engineSettings({ name: Engine.sglang }), context), {
      command: ["python3", "-m", "sglang.launch_server"],
      args: [
        ...["--model-path", "/model-cache/acme/tiny"],
        ...["--served-model-name", "tiny", "--host", "0.0.0.0", "--port", "8000"],
        ...["--enable-metrics", "--tensor-parallel-size", "2"],
      ],
    });
  });
  it("spreads stages and experts in the words of each engine", () => {
    const parallelism = { tensor: 4, pipeline: 2, expert: true, devicesPerPod: 8 };
    const ends = Object.values(Engine).map((name) =>
      toEngineCommand(engineSettings({ name }), { ...context, parallelism }).args.slice(-5),
    );
    assert.deepEqual(ends, [
      ["--tensor-parallel-size", "4", "--pipeline-parallel-size", "2", "--enable-expert-parallel"],
      ["4", "--pipeline-parallel-size", "2", "--expert-parallel-size", "4"],
    ]);
  });

  for (const version of Object.values(Engine).flatMap(engineVersions)) {
    for (const role of Object.values(RoleName)) {
      it(`writes only flags that ${version.engine} ${version.version} has, for a server of ${role}`, () => {
        const { args } = toEngineCommand(engineSettings({ name: version.engine }), {
          ...context,
          parallelism: { tensor: 4, pipeline: 2, expert: true, devicesPerPod: 8 },
          kvCacheArgs: toTransferArgs(version.engine, role),
        });
        // The model of vLLM is no flag.
        const flags = version.engine === Engine.vllm ? args.slice(1) : args;
        assert.deepEqual(refusedArguments(version, flags), []);
      });
    }
  }
});

import assert from "node:assert/strict";
import { engineVersions } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { toEngineCommand } from "../../plan/engine-command";
import { RoleName } from "../../plan/model-role";
import { refusedArguments, toTransferArgs } from "../support/engine-flags";
import { engineSettings, parallelismPlan } from "../support/specs";

const context = {
  modelPath: "/model-cache/acme/tiny",
  servedName: "tiny",
  port: 8000,
  parallelism: parallelismPlan({ tensor: 2 }),
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
      workerArgs: undefined,
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
      workerArgs: undefined,
    });
  });
  it("spreads stages and experts in the words of each engine", () => {
    const parallelism = parallelismPlan({ tensor: 4, pipeline: 2, expert: true });
    const ends = Object.values(Engine).map((name) =>
      toEngineCommand(engineSettings({ name }), { ...context, parallelism }).args.slice(-5),
    );
    assert.deepEqual(ends, [
      ["--tensor-parallel-size", "4", "--pipeline-parallel-size", "2", "--enable-expert-parallel"],
      ["4", "--pipeline-parallel-size", "2", "--expert-parallel-size", "4"],
    ]);
  });

  it("starts both hosts of a group of vLLM alike where each has ranks of its own, and lets both answer", () => {
    const parallelism = parallelismPlan({ data: 16, workers: 2, expert: true });
    const { args, workerArgs } = toEngineCommand(engineSettings(), { ...context, parallelism });
    assert.deepEqual(args.slice(7), [
      ...["--tensor-parallel-size", "1", "--data-parallel-size", "16", "--enable-expert-parallel"],
      ...["--nnodes", "2", "--node-rank", "$(LWS_WORKER_INDEX)"],
      ...["--master-addr", "$(LWS_LEADER_ADDRESS)", "--master-port", "29501"],
      ...["--data-parallel-size-local", "8", "--data-parallel-hybrid-lb"],
    ]);
    assert.equal(workerArgs, undefined);
  });
  it("tells the hosts of a group of vLLM that only compute, where one rank spans all of them", () => {
    const parallelism = parallelismPlan({ tensor: 8, pipeline: 2, workers: 2 });
    const { args, workerArgs } = toEngineCommand(engineSettings(), { ...context, parallelism });
    assert.deepEqual(args.slice(7), [
      ...["--tensor-parallel-size", "8", "--pipeline-parallel-size", "2"],
      ...["--nnodes", "2", "--node-rank", "$(LWS_WORKER_INDEX)"],
      ...["--master-addr", "$(LWS_LEADER_ADDRESS)", "--master-port", "29501"],
    ]);
    assert.deepEqual(workerArgs, [...args, "--headless"]);
  });
  it("starts all hosts of a group of SGLang alike, which know by their number what they are for", () => {
    const parallelism = parallelismPlan({ tensor: 16, workers: 2, expert: true });
    const settings = engineSettings({ name: Engine.sglang });
    const { args, workerArgs } = toEngineCommand(settings, { ...context, parallelism });
    assert.deepEqual(args.slice(9), [
      ...["--tensor-parallel-size", "16", "--expert-parallel-size", "16"],
      ...["--nnodes", "2", "--node-rank", "$(LWS_WORKER_INDEX)"],
      ...["--dist-init-addr", "$(LWS_LEADER_ADDRESS):20000"],
    ]);
    assert.equal(workerArgs, undefined);
  });

  for (const version of Object.values(Engine).flatMap(engineVersions)) {
    for (const role of Object.values(RoleName)) {
      it(`writes only flags that ${version.engine} ${version.version} has, for a server of ${role}`, () => {
        for (const spread of [{}, { workers: 2 }, { data: 2, workers: 2 }]) {
          const { args, workerArgs } = toEngineCommand(engineSettings({ name: version.engine }), {
            ...context,
            parallelism: parallelismPlan({ tensor: 4, pipeline: 2, expert: true, ...spread }),
            kvCacheArgs: toTransferArgs(version.engine, role),
          });
          // The model of vLLM is no flag.
          const flags = (workerArgs ?? args).slice(version.engine === Engine.vllm ? 1 : 0);
          assert.deepEqual(refusedArguments(version, flags), []);
        }
      });
    }
  }
});

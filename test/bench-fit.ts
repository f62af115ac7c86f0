import { engineMemories } from "../catalog/engine-memory";
import { Engine } from "../catalog/engines";
import { findModel, modelIds } from "../catalog/models";
import { renderColumns } from "../cli/columns";
import { surveyMachines } from "../plan/fit-survey";
import { machinesWithDevices } from "../plan/fit-ways-out";
import { fitMemory } from "../plan/memory-fit";

/** What the memory fit costs in process: one answer, and every model over every machine on both engines. */

const ROUNDS = 2000;
const models = modelIds().flatMap((id) => findModel(id) ?? []);
const [machine] = machinesWithDevices().toReversed();
const [engine] = engineMemories();
if (machine === undefined || engine === undefined) throw new Error("the catalogue is empty");

function milliseconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const sharding = { tensor: 8, pipeline: 1, expert: false };
const one = milliseconds(() => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const model = models[round % models.length];
    if (model !== undefined)
      fitMemory({ model, sharding, engine, device: machine.device, settings: {} });
  }
});

let answers = 0;
const all = milliseconds(() => {
  for (const name of Object.values(Engine)) {
    for (const model of models) {
      answers += surveyMachines(model, { engine: name, settings: {}, concurrency: 1 }).length;
    }
  }
});

process.stdout.write(
  `${renderColumns(
    ["THIS RUN, THIS MACHINE", "ms"],
    [
      ["one fit", (one / ROUNDS).toFixed(3)],
      [
        `${models.length} models x ${machinesWithDevices().length} machines x 2 engines, ${answers} answers`,
        all.toFixed(0),
      ],
    ],
  )}\n`,
);

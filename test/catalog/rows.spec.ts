import assert from "node:assert/strict";
import { acceleratorModels, findAccelerator } from "../../catalog/accelerators";
import {
  findInstanceType,
  findUnservedReason,
  type InstanceType,
  instanceTypeNames,
} from "../../catalog/ec2-instance-types";
import { defaultImage, Engine, findEngine } from "../../catalog/engines";
import { findMachineType, machineTypeNames } from "../../catalog/gce-machine-types";
import { findModel, modelIds } from "../../catalog/models";
import { MODELSERVICE_CHART } from "../../catalog/modelservice-chart";
import { PRELOAD_IMAGE } from "../../catalog/preload-image";
import { ROUTING_PROXY } from "../../catalog/routing-proxy";
import { StorageKind, storageKindRow } from "../../catalog/storage-kinds";
import * as wellKnown from "../../catalog/well-known";
import { formatGiB, MEBIBYTE } from "../../units/quantity";

/** What every row of every catalogue file can be asked. */
interface SourcedRow {
  readonly source?: string;
  readonly sources?: readonly string[];
  readonly date: string;
}

const rows: [string, SourcedRow | undefined][] = [
  ...acceleratorModels().map((model): [string, SourcedRow | undefined] => [
    model,
    findAccelerator(model),
  ]),
  ...instanceTypeNames().map((name): [string, SourcedRow | undefined] => [
    name,
    findInstanceType(name),
  ]),
  ...machineTypeNames().map((name): [string, SourcedRow | undefined] => [
    name,
    findMachineType(name),
  ]),
  ...modelIds().map((id): [string, SourcedRow | undefined] => [id, findModel(id)]),
  ...Object.values(Engine).map((name): [string, SourcedRow | undefined] => [
    name,
    findEngine(name),
  ]),
  ...Object.values(StorageKind).map((kind): [string, SourcedRow | undefined] => [
    kind,
    storageKindRow(kind),
  ]),
  [MODELSERVICE_CHART.name, MODELSERVICE_CHART],
  ["the image of the preload Job", PRELOAD_IMAGE],
  ["the routing proxy", ROUTING_PROXY],
];

describe("every row of the catalogue", () => {
  for (const [name, row] of rows) {
    it(`says where and when ${name} was read`, () => {
      const sources = row?.sources ?? [row?.source ?? "absent"];
      const wrong = sources.filter((source) => !/^https:\/\/\S+$/.test(source));
      assert.deepEqual([wrong, /^20\d\d-\d\d-\d\d$/.test(row?.date ?? "")], [[], true]);
    });
    it(`cannot be changed through ${name}`, () => {
      const inner = Object.values(row ?? {}).filter((value) => typeof value === "object");
      assert.deepEqual(
        [row, ...inner].filter((value) => !Object.isFrozen(value)),
        [],
      );
    });
  }
});

describe("accelerators", () => {
  const seen = { "H100-80": "79.19 GiB", H200: "139.72 GiB", B200: "178.36 GiB" };
  for (const [model, memory] of Object.entries(seen)) {
    it(`has ${memory} on ${model}, as CUDA reports it`, () => {
      assert.equal(formatGiB(findAccelerator(model)?.memoryBytes ?? 0), memory);
    });
  }
  const measured = acceleratorModels().filter(
    (model) => findAccelerator(model)?.memoryBytes !== undefined,
  );
  it("says the memory of exactly those devices that a log was read of", () => {
    assert.deepEqual(measured, Object.keys(seen));
  });
  for (const model of measured) {
    it(`has less on ${model} than is advertised, and by less than 2 %`, () => {
      const row = findAccelerator(model);
      const share = (row?.memoryBytes ?? 0) / ((row?.advertisedMiB ?? 0) * MEBIBYTE);
      assert.ok(share > 0.98 && share < 1, `${share}`);
    });
  }
  it("does not know what is not in it", () => {
    assert.equal(findAccelerator("H100"), undefined);
  });
});

describe("EC2 instance types", () => {
  it("are sorted by name", () => {
    assert.deepEqual(instanceTypeNames(), instanceTypeNames().toSorted());
  });
  for (const name of instanceTypeNames()) {
    it(`has an accelerator on ${name} exactly when it has devices`, () => {
      const row = findInstanceType(name);
      assert.equal(row?.accelerator !== undefined, (row?.deviceCount ?? 0) > 0);
    });
    it(`names an accelerator of the catalogue on ${name}, if any`, () => {
      const accelerator = findInstanceType(name)?.accelerator;
      assert.equal(accelerator === undefined || findAccelerator(accelerator) !== undefined, true);
    });
    it(`shares the EFA interfaces of ${name} and its devices evenly, if it has more than one card`, () => {
      const row = requireRow(name);
      const { deviceCount, efaDevices, networkCards } = row;
      const shared = efaDevices % deviceCount === 0 || deviceCount % efaDevices === 0;
      assert.equal(networkCards.length === 1 || shared || !row.verified, true);
    });
    it(`numbers the network cards of ${name} from 0, each with room for an interface`, () => {
      const { networkCards } = requireRow(name);
      assert.deepEqual(
        networkCards.map(({ index, interfaces }) => [index, interfaces > 0]),
        networkCards.map((_, index) => [index, true]),
      );
    });
    it(`has a second interface on card 0 of ${name}, where it has EFA: an EFA-only one cannot be the first`, () => {
      const { networkCards } = requireRow(name);
      const primary = networkCards[0];
      assert.equal(primary?.efa === true ? primary.interfaces > 1 : true, true);
    });
  }
  it("is unverified only where EC2 shows a machine to few", () => {
    assert.deepEqual(
      instanceTypeNames().filter((name) => !requireRow(name).verified),
      ["p6e-gb200.36xlarge"],
    );
  });
  it("lays out network cards that are not all alike", () => {
    const efaCards = (name: string) =>
      requireRow(name)
        .networkCards.filter(({ efa }) => efa)
        .map(({ index }) => index);
    const interfaces = (name: string) =>
      requireRow(name).networkCards.map((card) => card.interfaces);
    assert.deepEqual(
      [efaCards("p6-b300.48xlarge"), interfaces("p6e-gb200.36xlarge")],
      [
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2],
      ],
    );
  });
  it("names the chip of a family that cannot be served, and of no other", () => {
    assert.deepEqual(
      ["trn1.32xlarge", "trn2u.48xlarge", "inf2.48xlarge", "p5.48xlarge"].map(findUnservedReason),
      [
        "has Trainium, and llm-d-modelservice has no device aws.amazon.com/neuron",
        "has Trainium, and llm-d-modelservice has no device aws.amazon.com/neuron",
        "has Inferentia, and llm-d-modelservice has no device aws.amazon.com/neuron",
        undefined,
      ],
    );
  });
  it("has one machine of 128 processors and no devices", () => {
    const machines = instanceTypeNames()
      .map(findInstanceType)
      .filter((row) => row?.vcpus === 128 && row.deviceCount === 0);
    assert.deepEqual(
      machines.map((row) => row?.name),
      ["m7a.32xlarge"],
    );
  });
});

function requireRow(name: string): InstanceType {
  const row = findInstanceType(name);
  assert(row !== undefined);
  return row;
}

describe("GCE machine types", () => {
  it("are sorted by name", () => {
    assert.deepEqual(machineTypeNames(), machineTypeNames().toSorted());
  });
  it("have the devices that their names say", () => {
    const wrong = machineTypeNames().filter(
      (name) => /-(\d+)g$/.exec(name)?.[1] !== String(findMachineType(name)?.deviceCount),
    );
    assert.deepEqual(wrong, []);
  });
});

describe("models", () => {
  it("are sorted by id", () => {
    assert.deepEqual(modelIds(), modelIds().toSorted());
  });
  for (const id of modelIds()) {
    it(`has dense layers in ${id} exactly where there are no experts`, () => {
      const model = findModel(id);
      assert.equal(model?.experts === undefined, model?.denseLayers === model?.layers);
    });
  }
});

describe("engines", () => {
  for (const engine of Object.values(Engine)) {
    it(`pins the image of ${engine} to an exact version`, () => {
      assert.match(defaultImage(engine, true) ?? "", /^[a-z0-9]+\/[a-z0-9-]+:v\d+\.\d+\.\d+$/);
    });
  }
});

describe("well-known names", () => {
  it("are each written once", () => {
    const names = Object.values(wellKnown).filter((name) => typeof name === "string");
    assert.deepEqual([...new Set(names)], names);
  });
});

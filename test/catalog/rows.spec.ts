import assert from "node:assert/strict";
import { acceleratorModels, findAccelerator } from "../../catalog/accelerators";
import {
  findInstanceType,
  findUnservedReason,
  type InstanceType,
  instanceTypeNames,
} from "../../catalog/ec2-instance-types";
import { engineMemories } from "../../catalog/engine-memory";
import { Engine, findEngine } from "../../catalog/engines";
import {
  findMachineType,
  type GceMachineType,
  machineTypeNames,
} from "../../catalog/gce-machine-types";
import { findLlmdRelease, llmdVersions } from "../../catalog/llm-d-images";
import { findModel, type Model, modelIds } from "../../catalog/models";
import { MODELSERVICE_CHART } from "../../catalog/modelservice-chart";
import { PRELOAD_IMAGE } from "../../catalog/preload-image";
import { ROUTING_PROXY } from "../../catalog/routing-proxy";
import { StorageKind, storageKindRow } from "../../catalog/storage-kinds";
import {
  findTpuGeneration,
  findTpuGenerationOfMachine,
  TpuGeneration,
  tpuGenerations,
  tpuMachineTypeNames,
} from "../../catalog/tpu-generations";
import * as wellKnown from "../../catalog/well-known";
import { formatGiB, GIBIBYTE, MEBIBYTE } from "../../units/quantity";

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
  ...tpuGenerations().map((name): [string, SourcedRow | undefined] => [
    name,
    findTpuGeneration(name),
  ]),
  ...modelIds().map((id): [string, SourcedRow | undefined] => [id, findModel(id)]),
  ...Object.values(Engine).map((name): [string, SourcedRow | undefined] => [
    name,
    findEngine(name),
  ]),
  ...engineMemories().map((row): [string, SourcedRow] => [
    `the memory of ${row.engine} ${row.since}`,
    row,
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
  const seen = {
    A10: "22.07 GiB",
    L40S: "44.53 GiB",
    "RTX-3090": "23.56 GiB",
    "RTX-4090-24": "23.52 GiB",
    "RTX-5080": "15.48 GiB",
    "RTX-PRO-6000": "94.97 GiB",
    "A100-40": "39.50 GiB",
    "A100-80": "79.25 GiB",
    A800: "79.33 GiB",
    MI300X: "191.98 GiB",
    "H100-80": "79.19 GiB",
    H200: "139.72 GiB",
    B200: "178.36 GiB",
  };
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
  it("says what is advertised where no log was read", () => {
    const silent = acceleratorModels().filter((model) => {
      const row = findAccelerator(model);
      return (row?.memoryBytes ?? row?.advertisedMiB) === undefined;
    });
    assert.deepEqual(silent, []);
  });
  const both = measured.filter((model) => findAccelerator(model)?.advertisedMiB !== undefined);
  for (const model of both) {
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

function requireMachineType(name: string): GceMachineType {
  const row = findMachineType(name);
  assert(row !== undefined);
  return row;
}

/** Those that machines since A3 Ultra and G4 cannot have. */
const PERSISTENT_DISKS = ["pd-standard", "pd-balanced", "pd-ssd"];

describe("GCE machine types", () => {
  it("are sorted by name", () => {
    assert.deepEqual(machineTypeNames(), machineTypeNames().toSorted());
  });
  it("are each read at Google, in every column", () => {
    const wrong = machineTypeNames().filter((name) => {
      const { sources, verified } = requireMachineType(name);
      return (
        !verified || !sources.every((source) => source.startsWith("https://docs.cloud.google.com/"))
      );
    });
    assert.deepEqual(wrong, []);
  });
  it("have the devices that the names of A machines say", () => {
    const wrong = machineTypeNames().filter((name) => {
      const devices = /gpu-(\d+)g(?:-metal)?$/.exec(name)?.[1];
      return devices !== undefined && Number(devices) !== requireMachineType(name).deviceCount;
    });
    assert.deepEqual(wrong, []);
  });
  it("have the processors that the names of G and C machines say", () => {
    const wrong = machineTypeNames().filter((name) => {
      const vcpus = /-standard-(\d+)$/.exec(name)?.[1];
      return vcpus !== undefined && Number(vcpus) !== requireMachineType(name).vcpus;
    });
    assert.deepEqual(wrong, []);
  });
  for (const name of machineTypeNames()) {
    it(`has an accelerator of the catalogue on ${name}, with its name at GCE, exactly when it has devices`, () => {
      const { accelerator, acceleratorType, deviceCount } = requireMachineType(name);
      const known = accelerator !== undefined && findAccelerator(accelerator) !== undefined;
      const named = /^nvidia-[-a-z0-9]+$/.test(acceleratorType ?? "");
      assert.deepEqual([known, named], [deviceCount > 0, deviceCount > 0]);
    });
    it(`has whole processors and whole GiB of memory on ${name}`, () => {
      const { vcpus, memoryBytes } = requireMachineType(name);
      assert.deepEqual([Number.isInteger(vcpus), memoryBytes % GIBIBYTE], [true, 0]);
    });
    it(`boots ${name} from a disk that the rest of its series has, each named once`, () => {
      const { bootDisks, gpuDirect } = requireMachineType(name);
      const persistent = bootDisks.filter((disk) => PERSISTENT_DISKS.includes(disk));
      const hyperdiskOnly = gpuDirect === "rdma" || name.startsWith("g4-");
      assert.deepEqual(
        [bootDisks.length > 0, new Set(bootDisks).size, persistent.length === 0],
        [true, bootDisks.length, hyperdiskOnly],
      );
    });
    it(`has as many network cards on ${name} as its way of reaching other nodes takes`, () => {
      const { gpuDirect, gpuNetworkWays, networkCards, deviceCount } = requireMachineType(name);
      const cards = {
        none: name === "g4-standard-384" ? 2 : 1,
        tcpx: 1 + deviceCount / 2,
        tcpxo: 1 + deviceCount,
        rdma: 2 + deviceCount,
      };
      assert.deepEqual(
        [networkCards, gpuNetworkWays.length > 0],
        [cards[gpuDirect ?? "none"], gpuDirect !== undefined],
      );
    });
    it(`has local SSDs on ${name} of 375 GiB, or of 3000 GiB on Arm, in numbers that grow`, () => {
      const { architecture, localSsds } = requireMachineType(name);
      if (localSsds === undefined) {
        assert.equal(name.startsWith("c3-standard-"), true);
        return;
      }
      const counts = localSsds.kind === "attached" ? [localSsds.count] : localSsds.counts;
      assert.deepEqual(
        [localSsds.sizeGiB, counts],
        [architecture === "arm64" ? 3000 : 375, counts.toSorted((a, b) => a - b)],
      );
      assert.ok(counts.every((count) => count >= 1 && count <= 32));
    });
  }
  it("are sold in no other way than some, where they are few", () => {
    const limited = machineTypeNames().flatMap((name) => {
      const { soldOnlyAs } = requireMachineType(name);
      return soldOnlyAs === undefined ? [] : [`${name}: ${soldOnlyAs.join(", ")}`];
    });
    assert.deepEqual(limited, [
      "a3-highgpu-1g: spot, flex-start",
      "a3-highgpu-2g: spot, flex-start",
      "a3-highgpu-4g: spot, flex-start",
      "a3-ultragpu-8g: reservation, spot, flex-start",
      "a4-highgpu-8g: reservation, spot, flex-start",
      "a4x-highgpu-4g: reservation",
      "a4x-maxgpu-4g-metal: reservation",
    ]);
  });
});

describe("TPU generations", () => {
  it("are those of the closed set, each with its chip", () => {
    const chips = tpuGenerations().map((name) => findTpuGeneration(name)?.accelerator);
    assert.deepEqual(
      [tpuGenerations(), chips],
      [Object.values(TpuGeneration), ["TPU-v4", "TPU-v5e", "TPU-v5p", "TPU-v6e", "TPU7x"]],
    );
  });
  for (const generation of tpuGenerations()) {
    it(`has chips of ${generation} that Google makes`, () => {
      const accelerator = findTpuGeneration(generation)?.accelerator ?? "";
      assert.equal(findAccelerator(accelerator)?.vendor, "google");
    });
    it(`lists the machines of ${generation} by chips, most first, so that the first that fits needs fewest hosts`, () => {
      const chips = findTpuGeneration(generation)?.machineTypes.map((machine) => machine.chips);
      assert.deepEqual(
        chips,
        chips?.toSorted((a, b) => b - a),
      );
    });
    it(`says that ${generation} is not verified: no page of Google shows every column`, () => {
      assert.equal(findTpuGeneration(generation)?.verified, false);
    });
  }
  for (const name of tpuMachineTypeNames()) {
    it(`has the chips on ${name} that its name and its own topology say`, () => {
      const row = findTpuGenerationOfMachine(name);
      const machine = row?.machineTypes.find((each) => each.name === name);
      const product = machine?.singleHostTopology
        .split("x")
        .reduce((all, each) => all * Number(each), 1);
      assert.deepEqual(
        [machine?.chips, row?.topologies.includes(machine?.singleHostTopology ?? "")],
        [product, true],
      );
      assert.equal(/-(\d+)t$/.exec(name)?.[1], String(machine?.chips));
    });
  }
});

/** FP8 with one scale for each matrix, or for each of its rows. */
const ONE_SCALE = ["nvidia/Llama-3.1-70B-Instruct-FP8", "zai-org/GLM-4.7-FP8"];

/** What no format changes. */
function dimensionsOf(model: Model | undefined): unknown {
  assert(model !== undefined);
  const { layers, hiddenSize, vocabulary, attention, experts, nextTokenLayers } = model;
  return { layers, hiddenSize, vocabulary, attention, experts, nextTokenLayers };
}

describe("models", () => {
  it("are sorted by id", () => {
    assert.deepEqual(modelIds(), modelIds().toSorted());
  });
  for (const id of modelIds()) {
    it(`has dense layers in ${id} exactly where there are no experts`, () => {
      const model = findModel(id);
      assert.equal(model?.experts === undefined, model?.denseLayers === model?.layers);
    });
    it(`says the group or block of ${id} exactly where its format has one to choose`, () => {
      const model = findModel(id);
      const grouped = ["awq", "gptq", "int4"].includes(model?.weightFormat ?? "");
      assert.deepEqual(
        [model?.quantizationGroup !== undefined, model?.quantizationBlock !== undefined],
        [grouped, model?.weightFormat === "fp8" && !ONE_SCALE.includes(id)],
      );
    });
    it(`made ${id} of a model in the catalogue with the same dimensions, if of one`, () => {
      const model = findModel(id);
      const first = model?.checkpointOf === undefined ? model : findModel(model.checkpointOf);
      assert.deepEqual(dimensionsOf(model), dimensionsOf(first));
    });
  }
});

describe("images of llm-d", () => {
  it("have every variant of a release once, and its version in three numbers", () => {
    for (const version of llmdVersions()) {
      const { variants } = findLlmdRelease(version) ?? { variants: [] };
      assert.match(version, /^v\d+\.\d+\.\d+$/);
      assert.deepEqual(variants, [...new Set(variants)]);
    }
  });
});

describe("engines", () => {
  for (const engine of Object.values(Engine)) {
    for (const [platform, image] of Object.entries(findEngine(engine).images)) {
      it(`pins the image of ${engine} for ${platform} to an exact version`, () => {
        assert.match(image, /^(ghcr\.io\/)?[a-z0-9-]+\/[a-z0-9-]+:v\d+\.\d+\.\d+$/);
      });
    }
  }
});

describe("well-known names", () => {
  it("are each written once", () => {
    const names = Object.values(wellKnown).filter((name) => typeof name === "string");
    assert.deepEqual([...new Set(names)], names);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { findTpuGeneration, tpuGenerations } from "../../catalog/tpu-generations";
import { planTpuSlice, type TpuSliceInput, toTpuLabels, tpuMachinesOf } from "../../plan/tpu-slice";
import { isLegalTopology, legalTopologies } from "../../plan/tpu-topology";
import { linesOf, requireValue } from "../support/specs";

/** Every slice that can be made: generation, topology and each machine that makes it. */
const slices = tpuGenerations().flatMap((generation) => {
  const row = requireRow(generation);
  return legalTopologies(row).flatMap((topology) =>
    tpuMachinesOf(row, topology).map(({ name }) => ({ generation, topology, machineType: name })),
  );
});

function requireRow(generation: string) {
  const row = findTpuGeneration(generation);
  assert(row !== undefined);
  return row;
}

function sizeOf(input: TpuSliceInput): string {
  const { machineType, chips, hosts, chipsPerHost } = requireValue(planTpuSlice(input));
  return `${hosts} x ${machineType}: ${hosts} x ${chipsPerHost} = ${chips}`;
}

describe("planTpuSlice", () => {
  const sizes: readonly (readonly [string, string, string])[] = [
    ["v4", "2x2x1", "1 x ct4p-hightpu-4t: 1 x 4 = 4"],
    ["v4", "2x4x4", "8 x ct4p-hightpu-4t: 8 x 4 = 32"],
    ["v4", "8x4x4", "32 x ct4p-hightpu-4t: 32 x 4 = 128"],
    ["v5e", "1x1", "1 x ct5lp-hightpu-1t: 1 x 1 = 1"],
    ["v5e", "2x2", "1 x ct5lp-hightpu-4t: 1 x 4 = 4"],
    ["v5e", "2x4", "1 x ct5lp-hightpu-8t: 1 x 8 = 8"],
    ["v5e", "16x16", "64 x ct5lp-hightpu-4t: 64 x 4 = 256"],
    ["v5p", "2x2x1", "1 x ct5p-hightpu-4t: 1 x 4 = 4"],
    ["v5p", "2x2x4", "4 x ct5p-hightpu-4t: 4 x 4 = 16"],
    ["v5p", "16x16x24", "1536 x ct5p-hightpu-4t: 1536 x 4 = 6144"],
    ["v6e", "1x1", "1 x ct6e-standard-1t: 1 x 1 = 1"],
    ["v6e", "2x4", "1 x ct6e-standard-8t: 1 x 8 = 8"],
    ["v6e", "4x4", "4 x ct6e-standard-4t: 4 x 4 = 16"],
    ["tpu7x", "1x1x1", "1 x tpu7x-standard-1t: 1 x 1 = 1"],
    ["tpu7x", "2x2x2", "2 x tpu7x-standard-4t: 2 x 4 = 8"],
    ["tpu7x", "4x4x4", "16 x tpu7x-standard-4t: 16 x 4 = 64"],
  ];
  for (const [generation, topology, size] of sizes) {
    it(`gives ${generation} ${topology} ${size.split(":")[0]}`, () => {
      assert.equal(sizeOf({ generation, topology }), size);
    });
  }

  it("takes the machine that is chosen where several make the topology", () => {
    const machines = ["ct6e-standard-8t", "ct6e-standard-4t"].map((machineType) =>
      sizeOf({ generation: "v6e", topology: "2x4", machineType }),
    );
    assert.deepEqual(machines, [
      "1 x ct6e-standard-8t: 1 x 8 = 8",
      "2 x ct6e-standard-4t: 2 x 4 = 8",
    ]);
  });

  it("labels nodes of v5e as GKE does, which is not after the generation", () => {
    assert.deepEqual(
      toTpuLabels(requireValue(planTpuSlice({ generation: "v5e", topology: "2x4" }))),
      {
        "cloud.google.com/gke-tpu-accelerator": "tpu-v5-lite-podslice",
        "cloud.google.com/gke-tpu-topology": "2x4",
      },
    );
  });

  it("has hosts x chips per host = product of the topology, for every slice of every generation", () => {
    const wrong = slices.filter((input) => {
      const { chips, hosts, chipsPerHost } = requireValue(planTpuSlice(input));
      const product = input.topology.split("x").reduce((all, each) => all * Number(each), 1);
      return !(Number.isInteger(hosts) && hosts * chipsPerHost === product && chips === product);
    });
    assert.deepEqual([slices.length > 1000, wrong], [true, []]);
  });

  it("has fewest hosts without a choice of machine", () => {
    const wrong = slices.filter(
      (input) =>
        requireValue(planTpuSlice({ ...input, machineType: undefined })).hosts >
        requireValue(planTpuSlice(input)).hosts,
    );
    assert.deepEqual(wrong, []);
  });

  it("takes exactly the topologies that it lists, of all that have up to three dimensions", () => {
    const dimension = fc.oneof(fc.constantFrom(1, 2, 4, 8, 12, 16, 20, 24), fc.nat(300));
    const topology = fc
      .array(dimension, { minLength: 1, maxLength: 4 })
      .map((each) => each.join("x"));
    fc.assert(
      fc.property(fc.constantFrom(...tpuGenerations()), topology, (generation, text) => {
        const listed = LISTED.get(generation)?.has(text);
        assert.equal(planTpuSlice({ generation, topology: text }).ok, listed);
      }),
    );
  });

  it("names in its way out only topologies that are legal, whatever it is given", () => {
    fc.assert(
      fc.property(fc.constantFrom(...tpuGenerations()), fc.anything(), (generation, topology) => {
        const lines = linesOf(planTpuSlice({ generation, topology }));
        const named = lines.flatMap((line) => line.match(/\b\d+x\d+(x\d+)?(?= \(\d+ chip)/g) ?? []);
        assert.deepEqual(
          named.filter((each) => LISTED.get(generation)?.has(each) !== true),
          [],
        );
      }),
      { numRuns: 50 },
    );
  });
});

const LISTED = new Map(
  tpuGenerations().map((generation) => [
    generation,
    new Set(legalTopologies(requireRow(generation))),
  ]),
);

describe("legalTopologies", () => {
  it("has as many as the rule of each generation allows, each once", () => {
    const counts = tpuGenerations().map((generation) => {
      const all = legalTopologies(requireRow(generation));
      return [generation, all.length, new Set(all).size];
    });
    assert.deepEqual(counts, [
      ["v4", 800, 800],
      ["v5e", 8, 8],
      ["v5p", 310, 310],
      ["v6e", 8, 8],
      ["tpu7x", 521, 521],
    ]);
  });
  it("lists only what is legal", () => {
    const wrong = tpuGenerations().flatMap((generation) =>
      legalTopologies(requireRow(generation)).filter(
        (topology) => !isLegalTopology(requireRow(generation), topology),
      ),
    );
    assert.deepEqual(wrong, []);
  });
});

const CUBES =
  "or has multiples of 4 in every dimension, none smaller than the one before it, and at most 96 cubes of 4x4x4";
const FLAT = "a slice of v6e is 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16";
const GRAMMAR = "must be whole numbers joined by x, without zeros in front";
const GENERATIONS = "must be one of v4, v5e, v5p, v6e, tpu7x";

/** Each trap, what is said of it, and what its way out leads to; the first thing that is wrong is told alone. */
const REFUSED: readonly (readonly [TpuSliceInput, string, TpuSliceInput])[] = [
  [
    { generation: "v6", topology: "2x4" },
    `generation: "v6"; ${GENERATIONS}; did you mean v6e?`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "Ironwood", topology: "2x2x1" },
    `generation: "Ironwood"; ${GENERATIONS}; write tpu7x`,
    { generation: "tpu7x", topology: "2x2x1" },
  ],
  [
    { generation: "tpu-v5e-slice", topology: "2x4" },
    `generation: "tpu-v5e-slice"; ${GENERATIONS}; write v5e`,
    { generation: "v5e", topology: "2x4" },
  ],
  [
    { generation: "v5p-8", topology: "2x2x1" },
    `generation: "v5p-8"; ${GENERATIONS}; write v5p, and how many chips there are as topology`,
    { generation: "v5p", topology: "2x2x1" },
  ],
  [
    { generation: "v5litepod-8", topology: "2x4" },
    `generation: "v5litepod-8"; ${GENERATIONS}; write v5e, and how many chips there are as topology`,
    { generation: "v5e", topology: "2x4" },
  ],
  [
    { topology: "2x4" },
    `generation: absent; ${GENERATIONS}; use one of v4, v5e, v5p, v6e, tpu7x`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e" },
    `topology: absent; ${GRAMMAR}; write 1x1 (1 chip) or 2x2 (4 chips)`,
    { generation: "v6e", topology: "2x2" },
  ],
  [
    { generation: "v6e", topology: "2X4" },
    `topology: "2X4"; ${GRAMMAR}; write 2x4 (8 chips)`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e", topology: "02x4" },
    `topology: "02x4"; ${GRAMMAR}; write 2x4 (8 chips)`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e", topology: 8 },
    `topology: 8; ${GRAMMAR}; quote it: "8"`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e", topology: "8" },
    `topology: "8"; ${GRAMMAR}; write 2x4 (8 chips)`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e", topology: "2x2x1" },
    'topology: "2x2x1"; a slice of v6e has 2 dimensions; write 2x2 (4 chips)',
    { generation: "v6e", topology: "2x2" },
  ],
  [
    { generation: "v5p", topology: "4x4" },
    'topology: "4x4"; a slice of v5p has 3 dimensions; write 2x2x4 (16 chips)',
    { generation: "v5p", topology: "2x2x4" },
  ],
  [
    { generation: "v6e", topology: "4x2" },
    `topology: "4x2"; ${FLAT}; write 2x4 (8 chips)`,
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e", topology: "3x3" },
    `topology: "3x3"; ${FLAT}; write 2x4 (8 chips) or 4x4 (16 chips)`,
    { generation: "v6e", topology: "4x4" },
  ],
  [
    { generation: "v6e", topology: "16x32" },
    `topology: "16x32"; ${FLAT}; write 16x16 (256 chips)`,
    { generation: "v6e", topology: "16x16" },
  ],
  [
    { generation: "v5p", topology: "8x4x4" },
    `topology: "8x4x4"; a slice of v5p is 2x2x1, 2x2x2, 2x2x4, 2x4x4, ${CUBES}; write 4x4x8 (128 chips)`,
    { generation: "v5p", topology: "4x4x8" },
  ],
  [
    { generation: "v5p", topology: "4x4x6" },
    `topology: "4x4x6"; a slice of v5p is 2x2x1, 2x2x2, 2x2x4, 2x4x4, ${CUBES}; write 4x4x4 (64 chips) or 4x4x8 (128 chips)`,
    { generation: "v5p", topology: "4x4x8" },
  ],
  [
    { generation: "v5p", topology: "16x16x28" },
    `topology: "16x16x28"; a slice of v5p is 2x2x1, 2x2x2, 2x2x4, 2x4x4, ${CUBES}; write 16x16x24 (6144 chips)`,
    { generation: "v5p", topology: "16x16x24" },
  ],
  [
    { generation: "v4", topology: "16x16x20" },
    'topology: "16x16x20"; a slice of v4 is 2x2x1, 2x2x2, 2x2x4, 2x4x4, or has multiples of 4 in every dimension, and at most 64 cubes of 4x4x4; write 16x16x16 (4096 chips)',
    { generation: "v4", topology: "16x16x16" },
  ],
  [
    { generation: "v5p", topology: "1x1x1" },
    `topology: "1x1x1"; a slice of v5p is 2x2x1, 2x2x2, 2x2x4, 2x4x4, ${CUBES}; write 2x2x1 (4 chips)`,
    { generation: "v5p", topology: "2x2x1" },
  ],
  [
    { generation: "v6e", topology: "4x4", machineType: "ct6e-standard-8t" },
    'machineType: "ct6e-standard-8t"; makes slices of 2x4 alone, and 4x4 has 16; write ct6e-standard-4t, or leave it out',
    { generation: "v6e", topology: "4x4", machineType: "ct6e-standard-4t" },
  ],
  [
    { generation: "v6e", topology: "2x4", machineType: "ct6e-standard-1t" },
    'machineType: "ct6e-standard-1t"; makes slices of 1x1 alone, and 2x4 has 8; write ct6e-standard-8t or ct6e-standard-4t, or leave it out',
    { generation: "v6e", topology: "2x4" },
  ],
  [
    { generation: "v6e", topology: "1x1", machineType: "ct6e-standard-4t" },
    'machineType: "ct6e-standard-4t"; has 4 chips on every host, and 1x1 has 1; write ct6e-standard-1t, or leave it out',
    { generation: "v6e", topology: "1x1", machineType: "ct6e-standard-1t" },
  ],
  [
    { generation: "v6e", topology: "2x2", machineType: "ct5lp-hightpu-4t" },
    'machineType: "ct5lp-hightpu-4t"; is no machine of v6e in the catalogue; write ct6e-standard-4t, or leave it out',
    { generation: "v6e", topology: "2x2" },
  ],
  [
    { generation: "v5p", topology: "2x2x1", machineType: "ct5p-hightpu-1t" },
    'machineType: "ct5p-hightpu-1t"; is no machine of v5p in the catalogue; write ct5p-hightpu-4t, or leave it out',
    { generation: "v5p", topology: "2x2x1" },
  ],
];

describe("slices that are refused", () => {
  for (const [input, line, applied] of REFUSED) {
    it(JSON.stringify(input), () => {
      assert.deepEqual(
        [linesOf(planTpuSlice(input)), linesOf(planTpuSlice(applied))],
        [[line], []],
      );
    });
  }
});

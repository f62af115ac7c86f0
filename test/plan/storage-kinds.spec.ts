import assert from "node:assert/strict";
import fc from "fast-check";
import { findModel } from "../../catalog/models";
import { isStorageKind, StorageKind, storageKindRow } from "../../catalog/storage-kinds";
import { findLoadSeconds, warnOfLoading } from "../../plan/model-loading";
import { planModelService } from "../../plan/model-service";
import { planModelStorage, toStorageRef } from "../../plan/model-storage";
import type { ModelStorageSpec } from "../../plan/model-storage-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { planClassParameters } from "../../plan/storage-class";
import { checkVolumeSize } from "../../plan/storage-size";
import {
  anything,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  modelSettings,
  nodePoolRef,
  requireValue,
} from "../support/specs";
import { SMALLEST } from "../support/storage-kinds";

const KINDS = Object.values(StorageKind);
const DEEPSEEK = findModel("deepseek-ai/DeepSeek-V3.1");

function spec(kind: StorageKind, changes: Partial<ModelStorageSpec> = {}): ModelStorageSpec {
  return { ...SMALLEST[kind], ...changes } as ModelStorageSpec;
}

/** What is said of DeepSeek on this storage and pool. */
function linesForModel(
  storage: ModelStorageSpec,
  pool: Partial<NodePoolRef> = {},
  startUpBudgetSeconds = 3600,
): string[] {
  const ref = toStorageRef("weights", storage);
  const plan = planModelService(
    "deepseek",
    modelServiceSpec({
      model: modelSettings({ storage: ref }),
      nodePool: anything({ ...nodePoolRef(), ...pool }),
      roles: { both: { parallelism: { tensor: 8 } } },
      startUpBudgetSeconds,
    }),
  );
  return linesOf(plan);
}

describe("the kinds of storage", () => {
  it("make a claim, a volume or nothing, from the smallest that they need", () => {
    const made = KINDS.map((kind) => {
      const { claim, filling } = requireValue(planModelStorage("weights", SMALLEST[kind]));
      const parts = [
        claim?.storageClass && "class",
        claim?.volume && "volume",
        filling && "snapshot",
        claim && "claim",
      ];
      return [kind, claim?.accessMode, parts.filter((part) => part !== undefined).join(" ")];
    });
    assert.deepEqual(made, [
      ["storage-class", "ReadWriteMany", "class claim"],
      ["fsx-lustre", "ReadWriteMany", "class claim"],
      ["efs", "ReadWriteMany", "class claim"],
      ["ebs-gp3", "ReadWriteOnce", "class claim"],
      ["s3-mountpoint", "ReadOnlyMany", "volume claim"],
      ["hyperdisk-ml", "ReadOnlyMany", "class snapshot claim"],
      ["filestore", "ReadWriteMany", "class claim"],
      ["gcs-fuse", "ReadOnlyMany", "volume claim"],
      ["local-nvme", "ReadOnlyMany", "volume claim"],
      ["existing", undefined, ""],
    ]);
  });
  it("write parameters in the words of their drivers", () => {
    assert.deepEqual(
      KINDS.map((kind) => [kind, planClassParameters(spec(kind))]).filter(
        ([, parameters]) => Object.keys(parameters ?? {}).length > 0,
      ),
      [
        ["fsx-lustre", { deploymentType: "PERSISTENT_2", perUnitStorageThroughput: "1000" }],
        ["efs", { provisioningMode: "efs-ap", directoryPerms: "700" }],
        ["ebs-gp3", { type: "gp3", encrypted: "true", throughput: "1000", iops: "4000" }],
        ["hyperdisk-ml", { type: "hyperdisk-ml", "provisioned-throughput-on-create": "2400Mi" }],
        ["filestore", { tier: "zonal" }],
      ],
    );
  });
  it("take the generation of Lustre that has the throughput, and no more operations a second than a disk has anyway", () => {
    assert.deepEqual(
      [
        planClassParameters(spec(StorageKind.fsxLustre, { throughputPerTiB: 200 })),
        planClassParameters({ kind: StorageKind.ebsGp3 }),
      ],
      [
        { deploymentType: "PERSISTENT_1", perUnitStorageThroughput: "200" },
        { type: "gp3", encrypted: "true", throughput: "125" },
      ],
    );
  });
  it("let a Job fill the claim that can be written to", () => {
    const claims = KINDS.map((kind) => [
      kind,
      requireValue(planModelStorage("weights", SMALLEST[kind])).fillClaimName,
    ]);
    assert.deepEqual(
      claims.filter(([, name]) => name !== "weights"),
      [
        ["s3-mountpoint", undefined],
        ["hyperdisk-ml", "weights-fill"],
        ["gcs-fuse", undefined],
        ["local-nvme", undefined],
      ],
    );
  });
  it("tell the driver the zone where it is the driver that chooses it", () => {
    const zones = KINDS.flatMap((kind) => {
      const { claim } = requireValue(planModelStorage("weights", SMALLEST[kind]));
      const topology = claim?.storageClass?.topology;
      return topology === undefined ? [] : [[kind, topology.key, topology.zone]];
    });
    assert.deepEqual(zones, [
      ["ebs-gp3", "topology.kubernetes.io/zone", "us-east-1a"],
      ["hyperdisk-ml", "topology.gke.io/zone", "us-central1-b"],
      ["filestore", "topology.gke.io/zone", "us-central1-b"],
    ]);
  });
  it("have no setting that they both need and may leave out", () => {
    const twice = KINDS.flatMap((kind) => {
      const { required, optional } = storageKindRow(kind);
      return required.filter((setting) => optional.includes(setting));
    });
    assert.deepEqual(twice, []);
  });
  it("are no kinds in any other word", () => {
    assert.deepEqual(["constructor", "", undefined, "FSX-LUSTRE", "efs"].map(isStorageKind), [
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe("the size of a volume", () => {
  const withSizes = KINDS.filter((kind) => storageKindRow(kind).sizes !== undefined);

  it("is legal once its way out is followed, whatever it was", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...withSizes),
        fc.integer({ min: 1, max: 200_000 }),
        (kind, gibibytes) => {
          const [issue] = checkVolumeSize(kind, `${gibibytes}Gi`);
          const way = issue?.wayOut.replace(/^use /, "") ?? `${gibibytes}Gi`;
          assert.deepEqual([way, checkVolumeSize(kind, way)], [way, []]);
        },
      ),
    );
  });
});

describe("how long a model loads", () => {
  const minutes = (storage: ModelStorageSpec) => {
    const seconds = findLoadSeconds(toStorageRef("weights", storage), DEEPSEEK);
    return seconds === undefined ? undefined : Number((seconds / 60).toFixed(1));
  };

  it("follows from its bytes and the speed of each kind, where one is known", () => {
    assert.deepEqual(
      KINDS.map((kind) => [kind, minutes(spec(kind))]),
      [
        ["storage-class", undefined],
        ["fsx-lustre", 2.5],
        ["efs", 30.9],
        ["ebs-gp3", 10.9],
        ["s3-mountpoint", undefined],
        ["hyperdisk-ml", 4.6],
        ["filestore", 10.5],
        ["gcs-fuse", undefined],
        ["local-nvme", undefined],
        ["existing", undefined],
      ],
    );
  });
  it("is 49 minutes for DeepSeek on the smallest Lustre at 200 MB/s/TiB, which is said with what helps", () => {
    const storage = spec(StorageKind.fsxLustre, { size: "1200Gi", throughputPerTiB: 200 });
    assert.deepEqual(
      [minutes(storage), linesOf(warnOfLoading(toStorageRef("weights", storage), DEEPSEEK))],
      [
        49,
        [
          'storage.readThroughput: "234375000"; 641.30 GiB at 234 MB/s take 49 minutes at each start of a pod; use more throughputPerTiB or a larger size',
        ],
      ],
    );
  });
  it("is not worth a word up to ten minutes, nor where it is not known", () => {
    const quiet = [
      spec(StorageKind.fsxLustre),
      spec(StorageKind.hyperdiskMl),
      spec(StorageKind.gcsFuse),
      spec(StorageKind.existing, { readThroughput: "2Gi" }),
    ];
    assert.deepEqual(
      quiet.flatMap((each) => warnOfLoading(toStorageRef("weights", each), DEEPSEEK)),
      [],
    );
  });
  it("is refused where a pod would be ended before it has loaded", () => {
    const storage = spec(StorageKind.ebsGp3, { throughput: 125 });
    const zone = "us-east-1a";
    assert.deepEqual(
      [linesForModel(storage, { zone }), linesForModel(storage, { zone }, 7200)],
      [
        [
          'model.storage.readThroughput: "125Mi"; 641.30 GiB at 131 MB/s take 88 minutes, and a pod has 60 minutes to start; use more throughput, or raise startUpBudgetSeconds',
        ],
        [],
      ],
    );
  });
});

describe("what the nodes of a pool can read from", () => {
  it("is refused in another zone than theirs", () => {
    assert.deepEqual(linesForModel(spec(StorageKind.fsxLustre), { zone: "us-east-1b" }), [
      'model.storage.zone: "us-east-1a"; the nodes of the pool b200 are in us-east-1b, and fsx-lustre is read in its own zone; use a pool in its zone, or a claim in that of the pool',
    ]);
  });
  it("is not refused where one of the zones is not known", () => {
    assert.deepEqual(linesForModel(spec(StorageKind.fsxLustre)), []);
  });
  it("is refused from the machines of another cloud", () => {
    const gce = { instanceType: undefined, machineType: "a4-highgpu-8g" };
    assert.deepEqual(linesForModel(spec(StorageKind.efs), anything(gce)), [
      'model.storage.kind: "efs"; is reached from EC2 instance types, and the pool b200 has a4-highgpu-8g; use a kind of the cloud that the pool is in',
    ]);
  });
  it("is refused on a machine that cannot attach the disk", () => {
    const described = { instanceType: undefined, generation: "v4", topology: "2x2x1" };
    const lines = linesForModel(spec(StorageKind.hyperdiskMl), anything(described));
    assert.deepEqual(
      lines.filter((line) => line.startsWith("model.storage")),
      [
        'model.storage.kind: "hyperdisk-ml"; ct4p-hightpu-4t of the pool b200 cannot attach it; use filestore or gcs-fuse, or another machine',
      ],
    );
  });
  it("is refused on local disks that are too small, or that there are none of", () => {
    const lines = ["g6.xlarge", "p6e-gb200.36xlarge", "p5.48xlarge"].map((instanceType) =>
      linesForModel(spec(StorageKind.localNvme), { instanceType }).filter((line) =>
        line.startsWith("model.storage"),
      ),
    );
    assert.deepEqual(lines, [
      [
        'model.storage.kind: "local-nvme"; g6.xlarge of the pool b200 has 232.83 GiB of local disks, and deepseek-ai/DeepSeek-V3.1 needs 673.36 GiB; use another kind, or a machine with larger disks',
      ],
      [
        'model.storage.kind: "local-nvme"; p6e-gb200.36xlarge of the pool b200 has no local disks, and deepseek-ai/DeepSeek-V3.1 needs 673.36 GiB; use another kind, or a machine with larger disks',
      ],
      [],
    ]);
  });
  it("asks pods for an annotation where the driver wants one", () => {
    const storage = toStorageRef("weights", spec(StorageKind.gcsFuse));
    const plan = modelServicePlan({
      model: modelSettings({ id: "acme/tiny", storage }),
      nodePool: anything({ name: "a4", machineType: "a4-highgpu-8g" }),
    });
    assert.deepEqual(plan.files.podAnnotations, { "gke-gcsfuse/volumes": "true" });
  });
});

import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { StorageKind } from "../../catalog/storage-kinds";
import { ModelStorage, type ModelStorageArgs } from "../../components/model-storage";
import { KINDS } from "../../local/provider/kinds";
import type { RecordingProvider, TypeBehaviour } from "../../local/provider/recording-provider";
import { serveRecordingProviders, withStack } from "../support/engine";
import { EngineFailure, summarize } from "../support/engine-outcome";
import { anything } from "../support/specs";
import { LARGER, SMALLEST } from "../support/storage-kinds";
import { requireTools } from "../support/tools";

/** What cannot change in place, as on the local plane and with Pulumi's own plugin. */
const TYPES: Readonly<Record<string, TypeBehaviour>> = Object.fromEntries(
  KINDS.map(({ group, kind, fixed }) => [
    `kubernetes:${group === "" ? "core" : group}/v1:${kind}`,
    { replaceOn: ["metadata.name", "metadata.namespace", ...fixed] },
  ]),
);

type Args = Omit<ModelStorageArgs, "namespace">;

/** One storage of each kind, called as its kind; `changes` are those of single ones. */
function everyKind(changes: Partial<Record<StorageKind, Partial<ModelStorageArgs>>> = {}) {
  return async () => {
    for (const kind of Object.values(StorageKind)) {
      const args: Args = { ...SMALLEST[kind], ...changes[kind] };
      new ModelStorage(kind, { namespace: "llm", ...args });
    }
  };
}

/** What each kind is made of, in the order in which it is made. */
const CHILDREN: Readonly<Record<StorageKind, readonly string[]>> = {
  [StorageKind.storageClass]: ["class", "claim"],
  [StorageKind.fsxLustre]: ["class", "claim"],
  [StorageKind.efs]: ["class", "claim"],
  [StorageKind.ebsGp3]: ["class", "claim"],
  [StorageKind.s3Mountpoint]: ["volume", "claim"],
  [StorageKind.hyperdiskMl]: [
    ...["class", "fill-claim", "preload-script", "preload"],
    ...["snapshot-class", "snapshot", "claim"],
  ],
  [StorageKind.filestore]: ["class", "claim"],
  [StorageKind.gcsFuse]: ["volume", "claim"],
  [StorageKind.localNvme]: ["volume", "claim"],
  [StorageKind.existing]: [],
};

/** What belongs to the whole cluster and holds no data goes with the stack. */
const GOES = /-(?:(?:snapshot-)?class|preload|preload-script)$/;

describe("storage of every kind, from the first run to the last", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("is made, stays, grows where it can, and leaves its data", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    const names = Object.entries(CHILDREN).flatMap(([kind, keys]) =>
      keys.map((key) => `${kind}-${key}`),
    );
    await withStack({ program: everyKind(), providers }, async (stack) => {
      assert.deepEqual(
        summarize(await stack.up()).toSorted(),
        [...Object.values(StorageKind), ...names].map((name) => `create ${name}`).toSorted(),
      );
      assert.deepEqual(changesOf(await stack.up()), []);
      const larger = Object.fromEntries(
        Object.entries(LARGER).map(([kind, size]) => [kind, { size }]),
      );
      assert.deepEqual(
        changesOf(await stack.up(everyKind(larger))).toSorted(),
        Object.keys(LARGER)
          .flatMap((kind) => [`update ${kind}`, `update ${kind}-claim`])
          .toSorted(),
      );
      await stack.destroy();
      assert.deepEqual(
        [deletedBy(providers.kubernetes).toSorted(), await stack.exportState()],
        [names.filter((name) => GOES.test(name)).toSorted(), []],
      );
    });
  });

  it("makes a class anew whose parameters change, and leaves its claim alone", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    await withStack({ program: everyKind(), providers }, async (stack) => {
      await stack.up();
      const faster = everyKind({ [StorageKind.ebsGp3]: { throughput: 2000 } });
      assert.deepEqual(changesOf(await stack.up(faster)), [
        "delete-replaced ebs-gp3-class",
        "replace ebs-gp3-class",
        "create-replacement ebs-gp3-class",
      ]);
    });
  });
});

/** Takes out what another kind has not. */
const ABSENT = { size: undefined, throughput: undefined, zone: undefined };

/** Edits of single kinds, with what the preview says of them. */
const REFUSED: readonly {
  readonly title: string;
  readonly kind: StorageKind;
  readonly change: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}[] = [
  {
    title: "another name",
    kind: StorageKind.ebsGp3,
    change: { claimName: "other" },
    lines: [
      'claimName: "other"; the data lies in the claim of the name ebs-gp3, and models would begin with an empty one; write ebs-gp3, or say in replaceData why',
    ],
  },
  {
    title: "another namespace",
    kind: StorageKind.ebsGp3,
    change: { namespace: "other" },
    lines: [
      'namespace: "other"; the data lies in the claim of the namespace llm, and models would begin with an empty one; write llm, or say in replaceData why',
    ],
  },
  {
    title: "a smaller size, though a reason is given",
    kind: StorageKind.ebsGp3,
    change: { size: "900Gi", replaceData: "cheaper" },
    lines: [
      'size: "900Gi"; the claim ebs-gp3 has 1Ti, and no claim becomes smaller; write 1Ti, or give a new claimName and say in replaceData why',
    ],
  },
  {
    title: "another revision on a disk that is read-only once it is filled",
    kind: StorageKind.hyperdiskMl,
    change: { preload: { model: "acme/tiny", revision: "f".repeat(40) } },
    lines: [
      `preload: "acme/tiny/${"f".repeat(40)}"; the claim hyperdisk-ml has deepseek-ai/DeepSeek-V3.1/0123456789abcdef0123456789abcdef01234567, which no claim can change; write deepseek-ai/DeepSeek-V3.1/0123456789abcdef0123456789abcdef01234567, or give a new claimName and say in replaceData why`,
    ],
  },
  {
    title: "another class",
    kind: StorageKind.ebsGp3,
    change: { storageClassName: "gold" },
    lines: [
      'storageClassName: "gold"; the claim ebs-gp3 has ebs-gp3-ebs-gp3, which no claim can change; write ebs-gp3-ebs-gp3, or give a new claimName and say in replaceData why',
    ],
  },
  {
    title: "another kind",
    kind: StorageKind.ebsGp3,
    change: { ...ABSENT, ...SMALLEST[StorageKind.efs] },
    lines: [
      'accessMode: "ReadWriteMany"; the claim ebs-gp3 has ReadWriteOnce, which no claim can change; write ReadWriteOnce, or give a new claimName and say in replaceData why',
      'kind: "efs"; the claim ebs-gp3 has ebs-gp3, which no claim can change; write ebs-gp3, or give a new claimName and say in replaceData why',
      'size: "1Gi"; the claim ebs-gp3 has 1Ti, and no claim becomes smaller; write 1Ti, or give a new claimName and say in replaceData why',
      'storageClassName: "ebs-gp3-efs"; the claim ebs-gp3 has ebs-gp3-ebs-gp3, which no claim can change; write ebs-gp3-ebs-gp3, or give a new claimName and say in replaceData why',
    ],
  },
  {
    title: "another bucket",
    kind: StorageKind.s3Mountpoint,
    change: { bucketName: "other" },
    lines: [
      'bucketName: "other"; the claim s3-mountpoint has llm-models, which no claim can change; write llm-models, or give a new claimName and say in replaceData why',
    ],
  },
  {
    title: "a larger disk that cannot grow",
    kind: StorageKind.hyperdiskMl,
    change: { size: "2Ti" },
    lines: [
      'size: "2Ti"; the claim hyperdisk-ml has 1Ti, and one of hyperdisk-ml cannot grow; write 1Ti, or give a new claimName and say in replaceData why',
    ],
  },
];

describe("data that an edit would leave", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("is kept from every edit without a reason, in the preview already", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    await withStack({ program: everyKind(), providers }, async (stack) => {
      await stack.up();
      const made = providers.kubernetes.calls.length;
      for (const { title, kind, change, lines } of REFUSED) {
        const changed = everyKind({ [kind]: anything(change) });
        const message = await failureOf(stack.preview(changed));
        const text = [`${kind} cannot change as it is written:`, ...lines].join("\n");
        assert.deepEqual([title, message.includes(text) || message], [title, true]);
      }
      await failureOf(stack.up(everyKind({ [StorageKind.ebsGp3]: { claimName: "other" } })));
      assert.deepEqual(changedBy(providers.kubernetes, made), []);
    });
  });

  it("is left with a reason, which is for once: the new claim is made, and the old one stays in the cluster", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    const moved = { claimName: "weights-2", size: "2Ti" };
    await withStack({ program: everyKind(), providers }, async (stack) => {
      await stack.up();
      const replaceData = "the disk is too small";
      await stack.up(everyKind({ [StorageKind.ebsGp3]: { ...moved, replaceData } }));
      const again = await stack.up(everyKind({ [StorageKind.ebsGp3]: moved }));
      assert.deepEqual(changesOf(again), []);
    });
    assert.deepEqual(deletedBy(providers.kubernetes), ["ebs-gp3-class"]);
  });

  it("stays when the claim is called existing, and when its program is gone", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    const make = (kind: StorageKind) => async () =>
      void new ModelStorage("weights", { ...SMALLEST[kind], namespace: "llm" });
    await withStack({ program: make(StorageKind.fsxLustre), providers }, async (stack) => {
      await stack.up();
      await stack.up(make(StorageKind.existing));
      await stack.up(async () => {});
    });
    assert.deepEqual(deletedBy(providers.kubernetes), ["weights-class"]);
  });

  it("is not looked at in a state of an earlier version, which kept no record of it", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    await withStack({ program: everyKind(), providers }, async (stack) => {
      await stack.up();
      const state = await stack.exportState();
      await stack.importState(state.map((each) => (each.custom ? each : { ...each, inputs: {} })));
      assert.deepEqual(
        changesOf(await stack.up()).toSorted(),
        Object.values(StorageKind)
          .map((kind) => `update ${kind}`)
          .toSorted(),
      );
    });
  });

  it("is told apart in two components of one name below two kinds of parents", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    const twice = async () => {
      for (const name of ["First", "Second"]) {
        const parent = new ComponentResource(`test:index:${name}`, "parent");
        const claimName = name.toLowerCase();
        const args = { ...SMALLEST[StorageKind.efs], namespace: "llm", claimName };
        new ModelStorage("weights", args, { parent });
      }
    };
    await withStack({ program: twice, providers }, async (stack) => {
      await stack.up();
      assert.deepEqual(changesOf(await stack.up()), []);
    });
  });
});

/** Everything but what stays as it is. */
function changesOf(outcome: Parameters<typeof summarize>[0]): string[] {
  return summarize(outcome).filter((step) => !step.startsWith("same "));
}

async function failureOf(operation: Promise<unknown>): Promise<string> {
  const error = await operation.then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  return error instanceof EngineFailure ? error.message : String(error);
}

/** Names of what the provider was told to delete. */
function deletedBy({ calls }: RecordingProvider): string[] {
  return calls.filter(({ method }) => method === "delete").map(({ name }) => name);
}

/** What the provider was told to do, beyond looking, since it had this many calls. */
function changedBy({ calls }: RecordingProvider, since: number): string[] {
  return calls
    .slice(since)
    .filter(({ method, preview }) => !preview && /^(?:create|update|delete)$/.test(method))
    .map(({ method, name }) => `${method} ${name}`);
}

import assert from "node:assert/strict";
import fc from "fast-check";
import { engineVersions } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { kvCacheTiersRows } from "../../catalog/kv-cache-tiers";
import { AccessMode } from "../../catalog/storage-kinds";
import type { EngineSettings, KvCacheTiers } from "../../plan/engine-settings";
import { toMemoryReport } from "../../plan/memory-report";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import type { ParallelismSettings } from "../../plan/parallelism";
import type { RolePlan } from "../../plan/role-plan";
import { refusedArguments, requireVersion } from "../support/engine-flags";
import {
  engineSettings,
  GIB,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  modelSettings,
} from "../support/specs";

const VLLM = "vllm/vllm-openai:v0.30.0";
const SGLANG = "lmsysorg/sglang:v0.5.20";
const IMAGES = { vllm: VLLM, sglang: SGLANG };
const GIGABYTE = 1e9;
const SHARED = { claimName: "kv-cache", accessMode: AccessMode.readWriteMany };

/** Servers on eight devices with 1Ti of memory and of disk. */
function serviceOf(
  name: Engine,
  tiers: KvCacheTiers,
  changes: Partial<ModelServiceSpec> & { readonly engine?: EngineSettings } = {},
): ModelServiceSpec {
  const engine = { name, image: IMAGES[name], ...changes.engine, kvCache: { tiers } };
  const resources = { cpu: "32", memory: "1Ti", ephemeralStorage: "1Ti" };
  const roles = { both: { parallelism: { tensor: 8 }, resources } };
  return modelServiceSpec({ roles, ...changes, engine });
}

function rolesOf(...args: Parameters<typeof serviceOf>): readonly RolePlan[] {
  return modelServicePlan(serviceOf(...args)).roles;
}

/** Of the one role of servers that do everything. */
function roleOf(...args: Parameters<typeof serviceOf>): RolePlan {
  const [role] = rolesOf(...args);
  assert.ok(role);
  return role;
}

/** What the tiers add to the command line. */
function tierArgsOf({ args }: RolePlan): readonly string[] {
  return args.slice(args.indexOf("--tensor-parallel-size") + 2);
}

/** The bytes of the memory tier that an engine is told of by its arguments, over all ranks of a pod with `ranks`. */
function toldBytes(role: RolePlan, ranks: number): number {
  const { args } = role;
  const size = args.indexOf("--hicache-size");
  if (size >= 0) return Number(args[size + 1]) * GIGABYTE * ranks;
  const config = JSON.parse(args[args.indexOf("--kv-transfer-config") + 1] ?? "");
  return config.kv_connector_extra_config.cpu_bytes_to_use;
}

describe("planKvCacheTiers", () => {
  it("gives vLLM the bytes of the pod by its connector, and /dev/shm the room for them", () => {
    const role = roleOf(Engine.vllm, { memory: "400Gi" });
    assert.deepEqual(
      [tierArgsOf(role), role.kvCacheTiers?.sharedMemoryBytes],
      [
        [
          "--kv-transfer-config",
          '{"kv_connector":"OffloadingConnector","kv_role":"kv_both","kv_connector_extra_config":{"cpu_bytes_to_use":429496729600}}',
        ],
        420 * GIB,
      ],
    );
  });
  it("gives SGLang whole GB for each rank, in its processes", () => {
    const role = roleOf(Engine.sglang, { memory: "400G" });
    assert.deepEqual(
      [tierArgsOf(role), role.kvCacheTiers?.sharedMemoryBytes],
      [["--enable-hierarchical-cache", "--hicache-size", "50", "--page-size", "64"], 20 * GIB],
    );
  });
  it("leaves the size of SGLang's pages to whoever writes it", () => {
    const engine = engineSettings({ extraArgs: ["--page-size", "128"] });
    const role = roleOf(
      Engine.sglang,
      { memory: "400G" },
      { engine: { ...engine, name: Engine.sglang } },
    );
    assert.deepEqual(tierArgsOf(role), [
      ...["--enable-hierarchical-cache", "--hicache-size", "50"],
      ...["--page-size", "128"],
    ]);
  });
  it("takes a share of what the memory limit leaves after /dev/shm and the engine, and tells all of them", () => {
    const { podTerms } = toMemoryReport(roleOf(Engine.vllm, { memory: "80%" }));
    assert.deepEqual(podTerms, [
      { name: "shared memory", size: "20.00 GiB", why: "/dev/shm for all else than tiers" },
      {
        name: "engine",
        size: "42.00 GiB",
        why: "10.00 GiB, and 8 x 4.00 GiB for its ranks; an estimate",
      },
      {
        name: "cache tier",
        size: "769.60 GiB",
        why: "80% of the 962.00 GiB that are left, in /dev/shm",
      },
      { name: "left over", size: "192.40 GiB", why: "pages of files that are read" },
    ]);
  });
  it("tells of a pod without tiers nothing", () => {
    const [role] = modelServicePlan().roles;
    assert.ok(role);
    assert.deepEqual([role.kvCacheTiers, toMemoryReport(role).podTerms], [undefined, undefined]);
  });
  it("gives SGLang's files a volume on the disk of the node, and each writer its part of all but a twentieth", () => {
    const { kvCacheTiers } = roleOf(Engine.sglang, { memory: "400G", disk: "160Gi" });
    assert.deepEqual(
      [kvCacheTiers?.volumes, kvCacheTiers?.environment, kvCacheTiers?.args.slice(-2)],
      [
        [{ name: "kv-cache-disk", mountPath: "/kv-cache/disk", source: { diskBytes: 160 * GIB } }],
        [
          { name: "SGLANG_HICACHE_FILE_BACKEND_STORAGE_DIR", value: "/kv-cache/disk" },
          { name: "SGLANG_HICACHE_FILE_BACKEND_MAX_SIZE", value: String(19 * GIB) },
        ],
        ["--hicache-storage-backend", "file"],
      ],
    );
  });
  it("gives one writer all of the disk where attention is latent, as one rank writes for all", () => {
    const model = modelSettings({ id: "deepseek-ai/DeepSeek-V3.1" });
    const { kvCacheTiers } = roleOf(Engine.sglang, { memory: "80%", disk: "160Gi" }, { model });
    assert.deepEqual(kvCacheTiers?.environment.at(-1), {
      name: "SGLANG_HICACHE_FILE_BACKEND_MAX_SIZE",
      value: String(152 * GIB),
    });
  });
  it("gives each rank its part of the disk of its own host, and of a claim that all hosts have", () => {
    const over = (parallelism: ParallelismSettings, tiers: KvCacheTiers, id = "acme/tiny") => {
      const resources = { memory: "1Ti", ephemeralStorage: "1Ti" };
      const changes = {
        model: modelSettings({ id }),
        roles: { both: { parallelism, resources } },
      };
      const { environment = [] } = roleOf(Engine.sglang, tiers, changes).kvCacheTiers ?? {};
      return environment.find(({ name }) => name.endsWith("MAX_SIZE"));
    };
    const disk = { memory: "400G", disk: "160Gi" };
    const shared = { memory: "400G", shared: { ...SHARED, size: "1600Gi" } };
    const latent = "deepseek-ai/DeepSeek-V3.1";
    const sizes = [
      over({ tensor: 16, workers: 2 }, disk),
      over({ tensor: 16, workers: 2 }, shared),
      over({ tensor: 8, pipeline: 2, workers: 2 }, disk, latent),
      over({ tensor: 8, pipeline: 2, workers: 2 }, shared, latent),
    ];
    assert.deepEqual(
      sizes.map((variable) => variable && "value" in variable && Number(variable.value) / GIB),
      [19, 95, 152, 760],
    );
  });
  it("asks for as much of the node's disk as the tier and the engine need, where nothing is said of it", () => {
    const roles = { both: { resources: { memory: "200Gi" } } };
    const { kvCacheTiers } = roleOf(Engine.sglang, { memory: "80%", disk: "100Gi" }, { roles });
    assert.equal(kvCacheTiers?.ephemeralStorageBytes, 110 * GIB);
  });
  it("has vLLM fill a claim from its memory, with hashes that all pods seed alike", () => {
    const role = roleOf(Engine.vllm, { memory: "400Gi", shared: SHARED });
    const { volumes, environment } = role.kvCacheTiers ?? {};
    assert.deepEqual(
      [JSON.parse(tierArgsOf(role)[1] ?? "").kv_connector_extra_config, volumes, environment],
      [
        {
          spec_name: "TieringOffloadingSpec",
          cpu_bytes_to_use: 400 * GIB,
          secondary_tiers: [{ type: "fs", root_dir: "/kv-cache/shared" }],
        },
        [
          {
            name: "kv-cache-shared",
            mountPath: "/kv-cache/shared",
            subPath: "acme/tiny/vllm-v0.30.0/auto/tensor-8",
            source: { claimName: "kv-cache" },
          },
        ],
        [{ name: "PYTHONHASHSEED", value: "0" }],
      ],
    );
  });
  it("has SGLang delete what is old in a claim whose size is known, and keep a twentieth of it free", () => {
    const shared = { ...SHARED, size: "2000Gi" };
    const { environment } = roleOf(Engine.sglang, { memory: "400G", shared }).kvCacheTiers ?? {};
    assert.deepEqual(environment, [
      { name: "SGLANG_HICACHE_FILE_BACKEND_STORAGE_DIR", value: "/kv-cache/shared" },
      { name: "SGLANG_HICACHE_FILE_BACKEND_MAX_SIZE", value: String((1900 / 8) * GIB) },
      { name: "SGLANG_HICACHE_FILE_BACKEND_MIN_FREE_SPACE", value: String(100 * GIB) },
    ]);
  });
  it("warns of a claim that fills because the engine deletes nothing, or does not know when", () => {
    const warningsOf = (name: Engine, size: object = {}) =>
      modelServicePlan(serviceOf(name, { memory: "400Gi", shared: { ...SHARED, ...size } }))
        .warnings;
    const sized = warningsOf(Engine.sglang, { size: "2000Gi" });
    assert.deepEqual(
      [warningsOf(Engine.vllm), warningsOf(Engine.sglang), sized],
      [
        [
          'engine.kvCache.tiers.shared: "kv-cache"; vllm v0.30.0 never deletes what it writes there, until the claim is full and takes nothing new; delete files by a job of your own that have not been read for long',
        ],
        [
          'engine.kvCache.tiers.shared: "kv-cache"; sglang v0.5.20 deletes nothing of what it writes there, since no size says when it is full; write size beside claimName',
        ],
        [],
      ],
    );
  });
  it("hands caches over and keeps them by one connector of vLLM in both roles", () => {
    const half = { parallelism: { tensor: 4 }, resources: { cpu: "32", memory: "500Gi" } };
    const roles = { prefill: half, decode: half };
    const configs = rolesOf(Engine.vllm, { memory: "100Gi" }, { roles }).map(({ args }) =>
      args.filter((word) => word.includes("kv_connector")),
    );
    const config =
      '{"kv_connector":"MultiConnector","kv_role":"kv_both","kv_connector_extra_config":{"connectors":[' +
      '{"kv_connector":"NixlConnector","kv_role":"kv_both"},' +
      '{"kv_connector":"OffloadingConnector","kv_role":"kv_both","kv_connector_extra_config":{"cpu_bytes_to_use":107374182400}}]}}';
    assert.deepEqual(configs, [[config], [config]]);
  });
  it("gives tiers to SGLang's servers that read prompts alone: those that write answers keep no prefixes", () => {
    const half = { parallelism: { tensor: 4 }, resources: { cpu: "32", memory: "500Gi" } };
    const roles = rolesOf(
      Engine.sglang,
      { memory: "80%" },
      { roles: { prefill: half, decode: half } },
    );
    assert.deepEqual(
      roles.map(({ name, args, kvCacheTiers }) => [
        name,
        args.includes("--enable-hierarchical-cache"),
        kvCacheTiers === undefined,
      ]),
      [
        ["prefill", true, false],
        ["decode", false, true],
      ],
    );
  });

  for (const { engine, version, lacks } of kvCacheTiersRows()) {
    if (lacks.memory !== undefined) continue;
    it(`writes only flags that ${engine} ${version} has`, () => {
      const image = `${engine === Engine.vllm ? "vllm/vllm-openai" : "lmsysorg/sglang"}:v${version}`;
      const role = roleOf(
        engine,
        { memory: "80%", shared: SHARED },
        { engine: { name: engine, image } },
      );
      const row = requireVersion(engine, version);
      assert.deepEqual(refusedArguments(row, role.kvCacheTiers?.args ?? []), []);
      assert.deepEqual(refusedArguments(row, tierArgsOf(role)), []);
    });
  }
  it("knows every version of both engines whose flags are known", () => {
    const known = kvCacheTiersRows().map(({ engine, version }) => `${engine} ${version}`);
    const all = Object.values(Engine).flatMap(engineVersions);
    assert.deepEqual(
      known,
      all
        .filter(({ package: name }) => name === "vllm" || name === "sglang")
        .map(({ engine, version }) => `${engine} ${version}`),
    );
  });
});

describe("planKvCacheTiers on any pod", () => {
  const pods = fc.record({
    tensor: fc.constantFrom(1, 2, 4, 8),
    pipeline: fc.constantFrom(1, 2),
    memoryGiB: fc.integer({ min: 21, max: 1800 }),
    diskGiB: fc.integer({ min: 1, max: 4000 }),
    memory: fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((share) => `${share}%`),
      fc.integer({ min: 1, max: 1500 }).map((amount) => `${amount}Gi`),
    ),
    disk: fc.option(
      fc.oneof(
        fc.integer({ min: 1, max: 100 }).map((share) => `${share}%`),
        fc.integer({ min: 1, max: 4000 }).map((amount) => `${amount}Gi`),
      ),
      { nil: undefined },
    ),
  });

  type Pod = typeof pods extends fc.Arbitrary<infer T> ? T : never;

  const specOf = (name: Engine, pod: Pod, tiers: KvCacheTiers) =>
    serviceOf(name, tiers, {
      roles: {
        both: {
          parallelism: { tensor: pod.tensor, pipeline: pod.tensor === 8 ? 1 : pod.pipeline },
          resources: {
            cpu: "1",
            memory: `${pod.memoryGiB}Gi`,
            ephemeralStorage: `${pod.diskGiB}Gi`,
          },
        },
      },
    });
  const ranksOf = ({ parallelism }: RolePlan) => parallelism.tensor * parallelism.pipeline;

  it("never takes more memory or disk than the pod has, whatever is asked for; or refuses", () => {
    let planned = 0;
    fc.assert(
      fc.property(pods, fc.constantFrom(...Object.values(Engine)), (pod, name) => {
        const disk = name === Engine.sglang && pod.disk !== undefined ? { disk: pod.disk } : {};
        const result = planModelService("tiny", specOf(name, pod, { memory: pod.memory, ...disk }));
        if (!result.ok) return;
        planned += 1;
        const [role] = result.value.roles;
        const tiers = role?.kvCacheTiers;
        assert.ok(role && tiers);
        const limit = pod.memoryGiB * GIB;
        const sum = tiers.terms.reduce((total, { bytes }) => total + bytes, 0);
        assert.equal(sum, limit);
        assert.ok(tiers.terms.every(({ bytes }) => bytes >= 0));
        assert.equal(toldBytes(role, ranksOf(role)), tiers.memoryBytes);
        assert.ok(tiers.sharedMemoryBytes < limit);
        for (const { source } of tiers.volumes) {
          const bytes = "diskBytes" in source ? source.diskBytes : 0;
          const cap = tiers.environment.find(({ name }) => name.endsWith("MAX_SIZE"));
          const told = cap !== undefined && "value" in cap ? Number(cap.value) : Number.NaN;
          assert.ok(told * ranksOf(role) <= bytes && bytes <= (pod.diskGiB - 10) * GIB);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(planned > 30);
  });
  it("comes to the same total in both engines, less than a GB for each rank apart", () => {
    let planned = 0;
    fc.assert(
      fc.property(pods, (pod) => {
        const results = Object.values(Engine).map((name) =>
          planModelService("tiny", specOf(name, pod, { memory: pod.memory })),
        );
        const [ofVllm, ofSglang] = results.map((result) =>
          result.ok ? result.value.roles[0] : undefined,
        );
        if (ofVllm === undefined || ofSglang === undefined) return;
        planned += 1;
        const ranks = ranksOf(ofVllm);
        const apart = toldBytes(ofVllm, ranks) - toldBytes(ofSglang, ranks);
        assert.ok(apart >= 0 && apart < ranks * GIGABYTE, `${apart} bytes`);
      }),
      { numRuns: 300 },
    );
    assert.ok(planned > 30);
  });
  it("comes to exactly the same total in both engines where it is whole GB for each rank", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 8), fc.integer({ min: 1, max: 100 }), (tensor, each) => {
        const pod = {
          tensor,
          pipeline: 1 as const,
          memoryGiB: 1500,
          diskGiB: 100,
          memory: "",
          disk: undefined,
        };
        const totals = Object.values(Engine).map((name) => {
          const spec = specOf(name, pod, { memory: `${each * tensor}G` });
          const [role] = modelServicePlan(spec).roles;
          assert.ok(role);
          return toldBytes(role, tensor);
        });
        assert.deepEqual(totals, [each * tensor * GIGABYTE, each * tensor * GIGABYTE]);
      }),
      { numRuns: 50 },
    );
  });
  it("gives a plan or at least one reason, and never throws, whatever stands in the settings", () => {
    const anyTier = fc.oneof(fc.jsonValue(), fc.constantFrom("80%", "10Gi", SHARED, undefined));
    const anyCache = fc.oneof(
      fc.jsonValue(),
      fc.record({
        dtype: fc.constantFrom("fp8", 8, undefined),
        tiers: fc.oneof(
          fc.jsonValue(),
          fc.record({ memory: anyTier, disk: anyTier, shared: anyTier }),
        ),
      }),
    );
    fc.assert(
      fc.property(anyCache, fc.constantFrom("vllm", "sglang", "x"), (kvCache, name) => {
        const engine = { name, kvCache } as unknown as EngineSettings;
        const result = planModelService("tiny", modelServiceSpec({ engine }));
        assert.ok(result.ok || linesOf(result).length > 0);
      }),
    );
  });
});

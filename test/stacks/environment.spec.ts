import assert from "node:assert/strict";
import fc from "fast-check";
import { toEnvironment } from "../../stacks/environment";
import * as releasesOfModels from "../../stacks/models";
import { changeLocalConfig, readLocalConfig } from "../support/local-stack";
import { linesOf, requireValue } from "../support/specs";

const DEEPSEEK = "models.deepseek-v3-1";
const QWEN = "models.qwen3-vl-235b";
const POOL = "nodePools.deepseek";
const CLAIM = "storage.llm-model";

/** One mistake each in the configuration of the local stack, and every line that it gives. */
const MISTAKES: readonly (readonly [
  what: string,
  changes: Readonly<Record<string, unknown>>,
  lines: readonly string[],
])[] = [
  [
    "a misspelt key",
    { [`${QWEN}.replicas`]: undefined, [`${QWEN}.replicaz`]: 1 },
    [`${QWEN}.replicaz: 1; is not a known key; did you mean replicas?`],
  ],
  [
    "a pool that does not exist",
    { [`${QWEN}.nodePool`]: "qwem" },
    [`${QWEN}.nodePool: "qwem"; there is none of this name under nodePools; did you mean qwen?`],
  ],
  [
    "a claim that does not exist",
    { [`${QWEN}.storage`]: "weights" },
    [`${QWEN}.storage: "weights"; there is none of this name under storage; use one of llm-model`],
  ],
  [
    "parallelism, which belongs to a release",
    { [`${DEEPSEEK}.tensor`]: 3 },
    [`${DEEPSEEK}.tensor: 3; is not a known key; use one of release, replicas, nodePool, storage`],
  ],
  [
    "an engine setting, which belongs to a release",
    { [`${DEEPSEEK}.engine`]: { contextLenght: 8 } },
    [
      `${DEEPSEEK}.engine: {"contextLenght":8}; is not a known key; use one of release, replicas, nodePool, storage`,
    ],
  ],
  [
    "a negative number",
    { [`${QWEN}.replicas`]: -1 },
    [`${QWEN}.replicas: -1; must be at least 0; write 0 or more`],
  ],
  [
    "half a replica",
    { [`${QWEN}.replicas`]: 1.5 },
    [`${QWEN}.replicas: 1.5; must be a whole number; write a whole number: Number of servers`],
  ],
  [
    "more replicas than the pool holds",
    { [`${QWEN}.replicas`]: 3 },
    [
      `${QWEN}.replicas: 3; at its maximum of 1 x p6-b200.48xlarge the pool qwen holds 2 such pods (4 devices, 32 CPU, 700.00 GiB); use fewer replicas, smaller pods, or let the pool have more nodes`,
    ],
  ],
  [
    "two models that do not fit on their pool together, told once",
    { [`${QWEN}.nodePool`]: "deepseek" },
    [
      `${QWEN}.nodePool: "deepseek"; its maximum of 1 x p6-b200.48xlarge does not hold deepseek-v3-1 with 1 x (8 devices, 32 CPU, 1024.00 GiB) and qwen3-vl-235b with 2 x (4 devices, 32 CPU, 700.00 GiB); use fewer replicas, another pool, or let the pool have more nodes`,
    ],
  ],
  [
    "a release that there is not",
    { [`${DEEPSEEK}.release`]: 2 },
    [`${DEEPSEEK}.release: 2; deepseek-v3-1 has the releases 1; use one of them`],
  ],
  [
    "a release that is no number, told once",
    { [`${DEEPSEEK}.release`]: 1.5, [`${QWEN}.release`]: "1" },
    [
      `${DEEPSEEK}.release: 1.5; must be a whole number; write a whole number: Number of the model release`,
      `${QWEN}.release: "1"; must be a whole number; write 1 without quotes`,
    ],
  ],
  [
    "a model that there is not",
    { "models.deepseek-v3": { release: 1, nodePool: "deepseek", storage: "llm-model" } },
    [
      'models.deepseek-v3: "deepseek-v3"; there is no such model in stacks/models; did you mean deepseek-v3-1?',
    ],
  ],
  [
    "a model named like a property of every object",
    { "models.constructor": { release: 1, nodePool: "deepseek", storage: "llm-model" } },
    [
      `models.constructor: "constructor"; there is no such model in stacks/models; use one of ${Object.keys(releasesOfModels).join(", ")}`,
    ],
  ],
  [
    "a pool of another accelerator than the release is proved on",
    { [`${POOL}.instanceType`]: "p5en.48xlarge" },
    [
      `${DEEPSEEK}.nodePool: "deepseek"; its p5en.48xlarge has H200, and release 1 is proved on B200; use a pool with B200, or make a release for this one`,
    ],
  ],
  [
    "a pool without accelerators",
    { [`${POOL}.instanceType`]: "m7a.32xlarge" },
    [
      `${DEEPSEEK}.nodePool: "deepseek"; its m7a.32xlarge has no accelerator, and release 1 is proved on B200; use a pool with B200, or make a release for this one`,
    ],
  ],
  [
    "a machine that is misspelt, told at the pool and not at its model",
    { [`${POOL}.instanceType`]: "p6-b200.48xlarg" },
    [
      `${POOL}.instanceType: "p6-b200.48xlarg"; is not in the catalogue of EC2 instance types; did you mean p6-b200.48xlarge? Otherwise describe the node by devicesPerNode, deviceResource, allocatableCpu and allocatableMemory`,
    ],
  ],
  [
    "a claim too small for one model, told where its size stands",
    { [`${CLAIM}.size`]: "500Gi" },
    [
      `${CLAIM}.size: "500Gi"; the files of deepseek-ai/DeepSeek-V3.1 are 641.30 GiB and need 673.36 GiB, the claim has 500.00 GiB; use a claim of 674Gi or more`,
    ],
  ],
  [
    "a claim large enough for each model but not for both, told once",
    { [`${CLAIM}.size`]: "1000Gi" },
    [
      `${CLAIM}.size: "1000Gi"; the files of deepseek-ai/DeepSeek-V3.1 and Qwen/Qwen3-VL-235B-A22B-Instruct are 1080.27 GiB together and need 1134.28 GiB; use a larger claim, or one for each model`,
    ],
  ],
  [
    "a size that is no quantity of Kubernetes",
    { [`${CLAIM}.size`]: "1500GB" },
    [
      `${CLAIM}.size: "1500GB"; GB is no unit of Kubernetes; write "1500Gi" for powers of 1024, or "1500G" for powers of 1000`,
    ],
  ],
  [
    "a claim for one node and replicas on several",
    { [`${CLAIM}.accessMode`]: "ReadWriteOnce" },
    [
      `${CLAIM}.accessMode: "ReadWriteOnce"; 2 replicas may run on as many nodes, and only one can attach the claim; use ReadWriteMany or ReadOnlyMany, or one replica`,
    ],
  ],
  [
    "a list for a map",
    { models: ["deepseek-v3-1"], nodePools: [] },
    [
      'models: ["deepseek-v3-1"]; must be a map; write a map: The models by key; a key is a file in stacks/models',
      "nodePools: []; must be a map; write a map: The pools of the cluster by name",
    ],
  ],
  ["numbers for keys", { "nodePools.0": 5 }, ["nodePools.0: 5; must be a map; write a map"]],
  [
    "a mirror that is no host, told once and not for each model",
    { imageRegistryMirror: "https://100.125.1.248" },
    [
      'imageRegistryMirror: "https://100.125.1.248"; is not a registry host with an optional port and path; write it without scheme and tag, such as "registry.example.com:5000/mirror"',
    ],
  ],
  [
    "a mirror that is no text, told for its form alone",
    { imageRegistryMirror: {} },
    [
      "imageRegistryMirror: {}; must be a text; write a text: Registry, with an optional path, that all images come from",
    ],
  ],
  [
    "a namespace that Kubernetes does not take",
    { namespace: "LLM" },
    [
      'namespace: "LLM"; a name has only lower-case letters, digits and -, and begins and ends with a letter or digit; write for example llm',
    ],
  ],
  [
    "a server without encryption",
    { "cluster.server": "http://127.0.0.1:8080" },
    [
      'cluster.server: "http://127.0.0.1:8080"; must match pattern "^https://"; write: URL of the API server, such as https://127.0.0.1:6443',
    ],
  ],
  [
    "a server that is no URL",
    { "cluster.server": "https://" },
    ['cluster.server: "https://"; is no URL; write it as the kubeconfig has it'],
  ],
  [
    "labels that select every node, and a label that is no text",
    { [`${POOL}.labels`]: {}, "nodePools.qwen.labels": { shared: true } },
    [
      `${POOL}.labels: {}; must be a map of one label or more, since none selects every node; write a label that only these nodes carry, or leave it out`,
      'nodePools.qwen.labels.shared: true; must be a text; quote it: "true"',
    ],
  ],
  [
    "two claims with one name",
    { "storage.other": { kind: "existing", claimName: "llm-model" } },
    [
      'storage.other.claimName: "llm-model"; is the name that llm-model has; give each its own name',
    ],
  ],
];

describe("toEnvironment", () => {
  it("reads and plans the local stack", () => {
    const { cluster, namespace, tokenSecretName, releases, plan } = requireValue(
      toEnvironment(readLocalConfig()),
    );
    assert.deepEqual(
      { cluster, namespace, tokenSecretName, releases, models: Object.keys(plan.models) },
      {
        cluster: { context: "kwok-llmd", server: "https://127.0.0.1:16443" },
        namespace: "llm",
        tokenSecretName: undefined,
        releases: { "deepseek-v3-1": 1, "qwen3-vl-235b": 1 },
        models: ["deepseek-v3-1", "qwen3-vl-235b"],
      },
    );
  });
  it("is one replica in the namespace llm unless it says otherwise", () => {
    const changes = { namespace: undefined, [`${QWEN}.replicas`]: undefined };
    const { namespace, plan } = requireValue(toEnvironment(changeLocalConfig(changes)));
    assert.deepEqual([namespace, plan.models["qwen3-vl-235b"]?.roles[0]?.replicas], ["llm", 1]);
  });
  it("takes every image from the mirror", () => {
    const config = changeLocalConfig({ imageRegistryMirror: "100.125.1.248" });
    const { plan } = requireValue(toEnvironment(config));
    assert.deepEqual(
      Object.values(plan.models).map(({ engine }) => engine.image),
      ["100.125.1.248/lmsysorg/sglang:v0.5.2-cu129-b200", "100.125.1.248/vllm/vllm-openai:v0.11.1"],
    );
  });
  it("leaves a machine outside the catalogue to whoever describes it", () => {
    const pool = {
      ...{ instanceType: "x1.metal", devicesPerNode: 8, deviceResource: "nvidia.com/gpu" },
      ...{ allocatableCpu: "100", allocatableMemory: "1900Gi" },
    };
    assert.deepEqual(linesOf(toEnvironment(changeLocalConfig({ [POOL]: pool }))), []);
  });

  for (const [what, changes, lines] of MISTAKES) {
    it(`fails on ${what}`, () => {
      assert.deepEqual(linesOf(toEnvironment(changeLocalConfig(changes))), lines);
    });
  }

  it("says of an empty file what must be in it", () => {
    assert.deepEqual(linesOf(toEnvironment({})), [
      "cluster: absent; is required; write it: The one cluster of this stack",
      "models: absent; is required; write it: The models by key; a key is a file in stacks/models",
      "storage: absent; is required; write it: The claims with weights by name",
    ]);
  });
  it("says what is no configuration at all", () => {
    const lines = [undefined, null, [], "x"].map((config) => linesOf(toEnvironment(config)));
    assert.deepEqual(lines, [
      ["(all): absent; must be a map; write a map with cluster, storage, models"],
      ["(all): null; must be a map; write a map with cluster, storage, models"],
      ["(all): []; must be a map; write a map with cluster, storage, models"],
      ['(all): "x"; must be a map; write a map with cluster, storage, models'],
    ]);
  });
  it("tells mistakes in different parts all at once, each once", () => {
    const changes = {
      [`${QWEN}.replicaz`]: 1,
      [`${QWEN}.nodePool`]: "qwem",
      [`${DEEPSEEK}.release`]: 7,
      [`${CLAIM}.size`]: "-1Ti",
      "nodePools.qwen.maxSize": 0,
      namespace: "a b",
    };
    assert.deepEqual(linesOf(toEnvironment(changeLocalConfig(changes))), [
      `${DEEPSEEK}.release: 7; deepseek-v3-1 has the releases 1; use one of them`,
      `${QWEN}.nodePool: "qwem"; there is none of this name under nodePools; did you mean qwen?`,
      `${QWEN}.replicaz: 1; is not a known key; did you mean replicas?`,
      'namespace: "a b"; a name has only lower-case letters, digits and -, and begins and ends with a letter or digit; write for example a-b',
      "nodePools.qwen.maxSize: 0; must be at least 1; write 1 or more",
      `${CLAIM}.size: "-1Ti"; an amount is not negative; leave out the minus sign`,
    ]);
  });
  it("gives a plan or at least one reason, and never throws, whatever the file says", () => {
    const broken = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { nodePools: anyParts(), storage: anyParts(), models: anyParts(), cluster: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(broken, (config) => {
        const result = toEnvironment(config);
        assert.ok(!result.ok && result.issues.length > 0);
      }),
    );
  });
  it("does not change the configuration that it reads", () => {
    const config = readLocalConfig();
    toEnvironment(config);
    assert.deepEqual(config, readLocalConfig());
  });
});

/** Parts under keys that exist and that do not, with some of the properties that they should have. */
function anyParts() {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom("b200", "2Ti", 1, "p6-b200.48xlarge"));
  const keys = fc.constantFrom("deepseek-v3-1", "llm-model", "b200", "0", "toString", "a.b", "");
  const properties = [
    ...["release", "replicas", "nodePool", "storage", "instanceType", "maxSize", "labels"],
    ...["taints", "kind", "size", "accessMode", "claimName"],
  ];
  return fc.dictionary(
    keys,
    fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...properties), value)),
  );
}

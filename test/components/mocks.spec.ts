import assert from "node:assert/strict";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Secret as KubernetesSecret } from "@pulumi/kubernetes/core/v1/secret";
import { Provider } from "@pulumi/kubernetes/provider";
import {
  ComponentResource,
  type ComponentResourceOptions,
  Config,
  output,
  runtime,
  secret,
} from "@pulumi/pulumi";
import { Secret, UNKNOWN } from "../../local/provider/wire";
import { MODES, requireResource, resolveOutput, runWithMocks } from "../support/mocks";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const URN = "urn:pulumi:test::llm-serving::";

class Room extends ComponentResource {
  readonly namespace: Namespace;

  constructor(name: string, opts?: ComponentResourceOptions) {
    super("test:index:Room", name, {}, opts);
    const metadata = { metadata: { name } };
    this.namespace = new Namespace(`${name}-inner`, metadata, { parent: this, protect: true });
  }
}

class House extends ComponentResource {
  constructor(name: string) {
    super("test:index:House", name);
    new Room(`${name}-room`, { parent: this });
  }
}

describe("runWithMocks", () => {
  it("records type, name, inputs, full URN, parent and options of every resource", async () => {
    const { resources } = await runWithMocks(() => void new House("home"));
    assert.deepEqual(resources, [
      {
        urn: `${URN}test:index:House::home`,
        type: "test:index:House",
        name: "home",
        custom: false,
        inputs: {},
        options: {},
      },
      {
        urn: `${URN}test:index:House$test:index:Room::home-room`,
        type: "test:index:Room",
        name: "home-room",
        custom: false,
        inputs: {},
        options: { parent: `${URN}test:index:House::home` },
      },
      {
        urn: `${URN}test:index:House$test:index:Room$${NAMESPACE}::home-room-inner`,
        type: NAMESPACE,
        name: "home-room-inner",
        custom: true,
        inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name: "home-room" } },
        options: {
          parent: `${URN}test:index:House$test:index:Room::home-room`,
          version: "4.34.2",
          protect: true,
        },
      },
    ]);
  });

  it("records dependsOn, property dependencies, the provider and time limits", async () => {
    const { resources } = await runWithMocks(() => {
      const provider = new Provider("cluster", { context: "here" });
      const first = new Namespace("first", {}, { provider });
      const second = new Namespace(
        "second",
        { metadata: { labels: { id: first.id } } },
        { provider },
      );
      new Namespace(
        "third",
        {},
        {
          provider,
          dependsOn: second,
          customTimeouts: { create: "5m", delete: "1m" },
          deleteBeforeReplace: true,
          ignoreChanges: ["metadata.labels"],
          aliases: [{ name: "old" }],
        },
      );
    });
    const { version: _, ...second } = requireResource(resources, NAMESPACE, "second").options;
    const { version: __, ...third } = requireResource(resources, NAMESPACE, "third").options;
    const provider = `${URN}pulumi:providers:kubernetes::cluster::cluster-id`;
    const first = `${URN}${NAMESPACE}::first`;
    assert.deepEqual(second, {
      dependencies: [first],
      propertyDependencies: { metadata: [first] },
      provider,
    });
    assert.deepEqual(third, {
      dependencies: [`${URN}${NAMESPACE}::second`],
      provider,
      customTimeouts: { create: "5m", delete: "1m" },
      deleteBeforeReplace: true,
      ignoreChanges: ["metadata.labels"],
      aliases: ["::old"],
    });
  });

  it("shows a secret as a secret", async () => {
    const { resources } = await runWithMocks(
      () => void new KubernetesSecret("token", { stringData: { token: secret("hf_1") } }),
    );
    const { inputs } = requireResource(resources, "kubernetes:core/v1:Secret");
    assert.deepEqual(inputs.stringData, new Secret({ token: "hf_1" }));
  });

  it("leaves the id unknown in a preview", async () => {
    const program = () => {
      const { id } = new Namespace("first", {});
      new Namespace("second", { metadata: { name: id } });
    };
    const names: unknown[] = [];
    for (const mode of MODES) {
      const { resources } = await runWithMocks(program, { mode });
      names.push(requireResource(resources, NAMESPACE, "second").inputs.metadata);
    }
    assert.deepEqual(names, [{ name: "first-id" }, { name: UNKNOWN }]);
  });

  it("gives what a provider would compute, configuration and answers of functions", async () => {
    const { value } = await runWithMocks(
      async () => {
        const namespace = new Namespace("first", {});
        const found = await runtime.invoke("aws:index:find", { zone: "a" });
        const uid = await resolveOutput(namespace.metadata.uid);
        return { uid, found, size: new Config("llm").requireNumber("size") };
      },
      {
        outputs: () => ({ metadata: { uid: "7" } }),
        invokes: { "aws:index:find": ({ zone }) => ({ id: `${zone}-1` }) },
        config: { "llm:size": "3" },
      },
    );
    assert.deepEqual(value, { uid: "7", found: { id: "a-1" }, size: 3 });
  });

  it("forgets configuration and resources of the run before", async () => {
    await runWithMocks(() => void new Namespace("first", {}), { config: { "llm:size": "3" } });
    const { value, resources } = await runWithMocks(() => new Config("llm").get("size"));
    assert.deepEqual([value, resources], [undefined, []]);
  });

  it("fails on two resources with one URN", async () => {
    await assert.rejects(
      runWithMocks(() => {
        new Namespace("same", {});
        new Namespace("same", {});
      }),
      {
        message:
          /Duplicate resource URN 'urn:pulumi:test::llm-serving::kubernetes:core\/v1:Namespace::same'/,
      },
    );
  });

  it("fails when the program throws, and in the promise of an apply that nobody awaits", async () => {
    await assert.rejects(
      runWithMocks(() => Promise.reject(new Error("no cluster"))),
      { message: "no cluster" },
    );
    const apply = () =>
      void output("x").apply(() => {
        throw new Error("in apply");
      });
    await assert.rejects(runWithMocks(apply), { message: "in apply" });
  });

  it("fails on a function that is not mocked", async () => {
    await assert.rejects(
      runWithMocks(() => runtime.invoke("aws:index:getZones", {})),
      { message: /function aws:index:getZones is not mocked/ },
    );
  });
});

describe("resolveOutput", () => {
  it("rejects on an output that a preview does not know", async () => {
    await assert.rejects(
      runWithMocks(() => resolveOutput(new Namespace("first", {}).id), { mode: "preview" }),
      { message: "the output is unknown in this preview" },
    );
  });
});

describe("requireResource", () => {
  it("throws when there is not exactly one, and says what there is", async () => {
    const { resources } = await runWithMocks(() => void new Room("attic"));
    assert.throws(() => requireResource(resources, NAMESPACE, "cellar"), {
      message: `0 resources are ${NAMESPACE} cellar; registered: test:index:Room attic, ${NAMESPACE} attic-inner`,
    });
  });
});

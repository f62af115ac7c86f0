import assert from "node:assert/strict";
import type { ServiceError } from "@grpc/grpc-js";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import fc from "fast-check";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { findChanges, toDiff } from "../../local/provider/difference";
import type { ProviderHandlers } from "../../local/provider/protocol";
import { InitializationFailed } from "../../local/provider/protocol";
import { serveProvider } from "../../local/provider/server";
import type { PropertyMap, PropertyValue } from "../../local/provider/wire";
import {
  fromStruct,
  hasSecret,
  hasUnknown,
  revealSecrets,
  Secret,
  toStruct,
  UNKNOWN,
} from "../../local/provider/wire";

/** Any property value, secrets and unknowns at every depth. `__proto__` is no key: protobuf's own reader assigns by name. */
const { properties } = fc.letrec<{ value: PropertyValue; properties: PropertyMap }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(UNKNOWN),
    tie("value").map((value) => new Secret(value)),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("properties"),
  ),
  properties: fc.dictionary(
    fc.string().filter((name) => name !== "__proto__"),
    tie("value"),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

describe("wire", () => {
  it("gives back every value that went over the wire", () => {
    fc.assert(
      fc.property(properties, (sent) => {
        assert.deepStrictEqual(fromStruct(toStruct(sent)), sent);
      }),
    );
  });

  it("leaves out what is undefined, at any depth, and keeps null and empty lists", () => {
    const sent = {
      a: undefined,
      b: { c: undefined, d: null },
      e: [],
      f: new Secret({ g: undefined }),
    };
    assert.deepStrictEqual(fromStruct(toStruct(sent)), {
      b: { d: null },
      e: [],
      f: new Secret({}),
    });
  });

  it("speaks the engine's own words for secrets and unknowns", () => {
    assert.deepStrictEqual(toStruct({ a: [new Secret(1)], b: UNKNOWN }).toJavaScript(), {
      a: [{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: 1 }],
      b: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    });
  });

  it("keeps an asset as the record that it was", () => {
    const asset = {
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      hash: "x",
    };
    assert.deepStrictEqual(fromStruct(toStruct({ asset })), { asset });
  });

  it("lays open every secret and keeps the rest", () => {
    fc.assert(
      fc.property(properties, (sent) => {
        const revealed = revealSecrets(sent);
        assert.equal(hasSecret(revealed), false);
        assert.equal(hasUnknown(revealed), hasUnknown(sent));
        assert.deepStrictEqual(revealSecrets({ secret: new Secret(sent) }), { secret: revealed });
      }),
    );
  });

  it("shows no secret when printed", () => {
    assert.equal(JSON.stringify({ a: new Secret("hush") }), '{"a":"[secret]"}');
  });
});

describe("findChanges", () => {
  it("finds nothing between a value and itself, unless a part of it is unknown", () => {
    fc.assert(
      fc.property(properties, (each) => {
        assert.equal(findChanges(each, each).size > 0, hasUnknown(each));
      }),
    );
  });

  it("names the deepest place that differs", () => {
    const changes = findChanges(
      { values: { replicas: 1, args: ["a", "b"], gone: 1, labels: { "x/y": "1" } } },
      { values: { replicas: 2, args: ["a", "c"], labels: { "x/y": "2" }, fresh: null } },
    );
    assert.deepStrictEqual(Object.fromEntries(changes), {
      "values.replicas": "update",
      "values.args[1]": "update",
      "values.gone": "delete",
      'values.labels["x/y"]': "update",
      "values.fresh": "add",
    });
  });

  it("does not see a value that became secret as changed", () => {
    assert.equal(findChanges({ a: "x" }, { a: new Secret("x") }).size, 0);
  });

  it("marks the properties that cannot change in place", () => {
    const changes = findChanges({ name: "a", values: 1 }, { name: "b", values: 2 });
    assert.deepStrictEqual(
      toDiff(changes, (path) => path === "name"),
      {
        changes: true,
        diffs: ["name", "values"],
        replaces: ["name"],
        detailedDiff: { name: "update-replace", values: "update" },
      },
    );
  });
});

describe("serveProvider", () => {
  /** Each provider resource carries its number; each answer tells which one it came from. */
  const handlers: ProviderHandlers<{ number: PropertyValue }> = {
    configure: ({ args }) => ({ number: args.number ?? null }),
    create: ({ instance, inputs, preview }) => {
      if (inputs.broken === true) {
        throw new InitializationFailed("id", { ...instance, token: new Secret("t") }, inputs, [
          "pod a is Pending",
          "pod b is Pending",
        ]);
      }
      return { id: preview ? "" : "id", state: { ...inputs, ...instance, uid: UNKNOWN } };
    },
  };

  it("tells provider resources apart by their connection", async () => {
    await withClients(handlers, 2, async (clients) => {
      for (const [number, client] of clients.entries()) await configure(client, { number });
      const created = await Promise.all(clients.map((client) => create(client, { a: 1 })));
      assert.deepStrictEqual(created, [
        { id: "id", state: { a: 1, number: 0, uid: UNKNOWN } },
        { id: "id", state: { a: 1, number: 1, uid: UNKNOWN } },
      ]);
    });
  });

  it("takes the only instance for a connection that it does not know", async () => {
    await withClients(handlers, 2, async ([first, second]) => {
      await configure(first, { number: 7 });
      assert.equal((await create(second, {})).state.number, 7);
    });
  });

  it("fails for an unknown connection when two instances are alive", async () => {
    await withClients(handlers, 3, async ([first, second, third]) => {
      await configure(first, { number: 1 });
      await configure(second, { number: 2 });
      const error = await failure(create(third, {}));
      assert.match(error.details, /was never configured, and 2 provider instances are alive/);
    });
  });

  it("does not count an instance whose operation is over", async () => {
    await withClients(handlers, 3, async ([first, second, third]) => {
      await configure(first, { number: 1 });
      await configure(second, { number: 2 });
      await ask<Empty>((done) => first.cancel(new Empty(), done));
      assert.equal((await create(third, {})).state.number, 2);
    });
  });

  it("carries a partial failure with id, state, inputs and reasons", async () => {
    await withClients(handlers, 1, async ([client]) => {
      await configure(client, { number: 1 });
      const error = await failure(create(client, { broken: true }));
      const [bytes] = error.metadata.get("grpc-status-details-bin");
      assert.ok(Buffer.isBuffer(bytes));
      const [packed] = Status.deserializeBinary(new Uint8Array(bytes)).getDetailsList();
      const detail = packed?.unpack(
        messages.ErrorResourceInitFailed.deserializeBinary,
        "pulumirpc.ErrorResourceInitFailed",
      );
      assert.ok(detail);
      assert.deepStrictEqual(
        {
          id: detail.getId(),
          state: fromStruct(detail.getProperties()),
          inputs: fromStruct(detail.getInputs()),
          reasons: detail.getReasonsList(),
        },
        {
          id: "id",
          state: { number: 1, token: new Secret("t") },
          inputs: { broken: true },
          reasons: ["pod a is Pending", "pod b is Pending"],
        },
      );
    });
  });

  it("compares the inputs when no difference is defined", async () => {
    await withClients(handlers, 1, async ([client]) => {
      await configure(client, {});
      const request = new messages.DiffRequest()
        .setOldInputs(toStruct({ size: 1 }))
        .setNews(toStruct({ size: 2 }));
      const response = await ask<messages.DiffResponse>((done) => client.diff(request, done));
      assert.deepStrictEqual(
        [response.getChanges(), response.getDiffsList(), response.getReplacesList()],
        [messages.DiffResponse.DiffChanges.DIFF_SOME, ["size"], []],
      );
    });
  });
});

type Clients = [ResourceProviderClient, ResourceProviderClient, ResourceProviderClient];

async function withClients<Instance>(
  handlers: ProviderHandlers<Instance>,
  count: number,
  use: (clients: Clients) => Promise<void>,
): Promise<void> {
  const served = await serveProvider(handlers);
  const clients = Array.from(
    { length: count },
    // grpc-js shares one connection between clients of one address unless the channel options differ.
    (_, index) =>
      new ResourceProviderClient(`127.0.0.1:${served.port}`, credentials.createInsecure(), {
        "grpc.primary_user_agent": `client-${index}`,
      }),
  );
  try {
    await use(clients as Clients);
  } finally {
    for (const client of clients) client.close();
    await served.close();
  }
}

function ask<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

async function configure(client: ResourceProviderClient, args: PropertyMap): Promise<void> {
  const request = new messages.ConfigureRequest().setArgs(toStruct(args));
  await ask<messages.ConfigureResponse>((done) => client.configure(request, done));
}

async function create(client: ResourceProviderClient, inputs: PropertyMap) {
  const request = new messages.CreateRequest().setProperties(toStruct(inputs));
  const response = await ask<messages.CreateResponse>((done) => client.create(request, done));
  return { id: response.getId(), state: fromStruct(response.getProperties()) };
}

async function failure(promise: Promise<unknown>): Promise<ServiceError> {
  return promise.then(
    () => assert.fail("expected the call to fail"),
    (error: ServiceError) => error,
  );
}

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { HubBehaviour } from "../support/model-hub";
import {
  FOLDER,
  linesOf,
  MIB,
  MODEL,
  REPOSITORY,
  REVISION,
  readServed,
  TOTAL_BYTES,
  withPlace,
} from "../support/preload-place";
import {
  readFiles,
  requireDownloaders,
  runPreload,
  startPreload,
} from "../support/preload-process";

const LOADED = [
  `${MODEL} at ${REVISION}: 7 files, 0.006 GiB`,
  `/claim/${FOLDER} holds ${MODEL} at ${REVISION}, after N s`,
];
const ALREADY = [`/claim/${FOLDER} holds ${MODEL} at ${REVISION} already`];

/** When to kill: a share of all bytes that were sent, or that long after the last one, while files are compared. */
const KILLS = Array.from({ length: 10 }, (_, index) =>
  index < 7
    ? { share: Math.random(), milliseconds: 0 }
    : { share: 1, milliseconds: Math.round(Math.random() * 60) },
);

describe("the container of the preload Job", function () {
  this.timeout(120_000);
  before(function () {
    requireDownloaders(this);
  });

  it("fills the folder with exactly the files of the revision", () =>
    withPlace({}, async (place) => {
      const outcome = await runPreload(place.options);
      const besides = Object.keys(readFiles(place.claim) ?? {}).filter(
        (path) => !path.startsWith(`${FOLDER}/`),
      );
      assert.deepEqual(
        [linesOf(outcome, place), outcome.exitCode, readServed(place.target), besides],
        [LOADED, 0, REPOSITORY.files, [`${FOLDER}.lock`]],
      );
    }));

  it("asks the Hub nothing when the folder is whole", () =>
    withPlace({}, async (place) => {
      await runPreload(place.options);
      const asked = place.hub.requests.length;
      const outcome = await runPreload(place.options);
      assert.deepEqual(
        [linesOf(outcome, place), outcome.exitCode, place.hub.requests.length - asked],
        [ALREADY, 0, 0],
      );
    }));

  for (const [index, { share, milliseconds }] of KILLS.entries()) {
    const moment = `${(share * 100).toFixed(0)} % and ${milliseconds} ms`;
    it(`goes on where it was killed, ${index + 1} of 10: after ${moment}`, async () => {
      let kill: (() => void) | undefined;
      const onSent: HubBehaviour["onSent"] = (bytes) => {
        if (bytes >= share * TOTAL_BYTES) setTimeout(() => kill?.(), milliseconds);
      };
      await withPlace({ onSent }, async ({ target, options }) => {
        const first = startPreload(options);
        kill = first.kill;
        await first.outcome;
        kill = undefined;
        // It is not there, unless the kill came after the rename.
        const left = readServed(target) ?? REPOSITORY.files;
        const second = await runPreload(options);
        assert.deepEqual(
          [left, second.exitCode, readServed(target)],
          [REPOSITORY.files, 0, REPOSITORY.files],
        );
      });
    });
  }

  it("shows the folder at no moment before it is whole", () =>
    withPlace({}, async ({ target, options }) => {
      let seen: Record<string, Buffer> | undefined;
      const watch = setInterval(() => {
        seen ??= readServed(target);
      }, 2);
      await runPreload(options);
      clearInterval(watch);
      assert.deepEqual(seen ?? readServed(target), REPOSITORY.files);
    }));

  it("asks only for the rest of a large file after a kill", async () => {
    const shard = "model.safetensors";
    const repository = { ...REPOSITORY, files: { [shard]: randomBytes(32 * MIB) }, lfs: [shard] };
    let goOn = () => {};
    const pause = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const onSent = (bytes: number) => (bytes >= 28 * MIB ? pause : undefined);
    const body: Parameters<typeof withPlace>[1] = async ({ hub, target, claim, options }) => {
      const first = startPreload(options);
      // huggingface_hub writes 10 MiB at a time.
      while (Object.values(readFiles(claim) ?? {}).every(({ length }) => length < 20 * MIB)) {
        await delay(20);
      }
      first.kill();
      await first.outcome;
      goOn();
      const asked = hub.requests.length;
      await runPreload(options);
      const ranges = hub.requests.slice(asked).flatMap((each) => each.match(/bytes=.*/) ?? []);
      assert.deepEqual([ranges, readServed(target)], [[`bytes=${20 * MIB}-`], repository.files]);
    };
    await withPlace({ onSent }, body, repository);
  });

  it("takes a folder away in which a file was changed, and brings it back whole", () =>
    withPlace({}, async (place) => {
      await runPreload(place.options);
      const shard = "model-1.safetensors";
      writeFileSync(join(place.target, shard), randomBytes(3 * MIB));
      const asked = place.hub.requests.length;
      const outcome = await runPreload(place.options);
      const shards = place.hub.requests
        .slice(asked)
        .flatMap((each) => each.match(/^GET .*\/(model-.*)/)?.[1] ?? []);
      assert.deepEqual(
        [linesOf(outcome, place), readServed(place.target), shards],
        [
          [
            `${shard}: is not what it was; /claim/${FOLDER} is taken away until it is whole again`,
            ...LOADED,
          ],
          REPOSITORY.files,
          [shard],
        ],
      );
    }));

  it("reads a file again that was only touched, and leaves it where it is", () =>
    withPlace({}, async (place) => {
      await runPreload(place.options);
      utimesSync(join(place.target, "config.json"), 1, 1);
      assert.deepEqual(linesOf(await runPreload(place.options), place), ALREADY);
    }));

  it("loads a file again that arrived as another one", () => {
    let wrong = 1;
    const sent = (path: string) =>
      path === "config.json" && wrong-- > 0 ? Buffer.from('{"model_type":"tinx"}\n') : undefined;
    return withPlace({ sent }, async ({ target, options }) => {
      const { exitCode } = await runPreload(options);
      assert.deepEqual([exitCode, readServed(target)], [0, REPOSITORY.files]);
    });
  });

  it("leaves a folder alone that another process fills", async () => {
    let goOn = () => {};
    const pause = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await withPlace({ pause }, async (place) => {
      const first = startPreload(place.options);
      while (place.hub.requests.length === 0) await delay(20);
      const second = await runPreload(place.options);
      goOn();
      assert.deepEqual(
        [linesOf(second, place), second.exitCode, (await first.outcome).exitCode],
        [[`preload: RuntimeError: /claim/${FOLDER}.lock: another process fills the folder`], 1, 0],
      );
    });
  });

  it("shows the token that it is given", () =>
    withPlace({ token: "hf_right" }, async (place) => {
      const env = { ...place.options.env, HF_TOKEN: "hf_right" };
      const outcome = await runPreload({ ...place.options, env });
      assert.deepEqual([linesOf(outcome, place), outcome.exitCode], [LOADED, 0]);
    }));
});

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type BucketBehaviour,
  type Objects,
  type RunningBucket,
  serveGs,
  serveS3,
} from "../support/model-bucket";
import { FOLDER, MIB, MODEL, REVISION, readServed, withClaim } from "../support/preload-place";
import {
  type PreloadOutcome,
  requireDownloaders,
  runPreload,
  startPreload,
} from "../support/preload-process";

const PREFIX = "models/tiny/";
const FILES = {
  "config.json": Buffer.from('{"model_type":"tiny"}\n'),
  // Above 8 MiB boto3 asks for an object in parts.
  "model-1.safetensors": randomBytes(20 * MIB),
  "sub folder/model-2.safetensors": randomBytes(MIB),
};

/** The objects of a bucket: the model, the empty object that stands for its folder, and another model beside it. */
function objectsOf(files: Objects): Objects {
  const objects = Object.entries(files).map(([path, content]) => [`${PREFIX}${path}`, content]);
  return {
    [PREFIX]: Buffer.alloc(0),
    ...Object.fromEntries(objects),
    "models/tiny-2/config.json": Buffer.from("{}"),
  };
}

const UNAUTHORIZED = {
  status: 401,
  reason: "the bucket takes nobody without credentials; name a service account that may read it",
};
const FORBIDDEN = {
  status: 403,
  reason:
    "the service account may not read the bucket; give it the right to list and to get objects",
};
const ABSENT = { status: 404, reason: "there is none; check the name and the revision" };

const CLOUDS = [
  {
    cloud: "Amazon S3",
    scheme: "s3",
    serve: serveS3,
    toEnv: ({ url }: RunningBucket) => ({
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_MAX_ATTEMPTS: "1",
    }),
    answers: [UNAUTHORIZED, FORBIDDEN, ABSENT],
  },
  {
    cloud: "Google Cloud Storage",
    scheme: "gs",
    serve: serveGs,
    toEnv: ({ url }: RunningBucket) => ({ STORAGE_EMULATOR_HOST: url }),
    // Nobody's credentials, which its SDK has for a bucket on loopback, it tries to renew in vain.
    answers: [FORBIDDEN, ABSENT],
  },
] as const;

interface Place {
  readonly bucket: RunningBucket;
  readonly target: string;
  readonly options: Parameters<typeof runPreload>[0];
}

for (const { cloud, scheme, serve, toEnv, answers } of CLOUDS) {
  const source = `${scheme}://weights/${PREFIX}`;

  async function withBucket<T>(
    objects: Objects,
    behaviour: BucketBehaviour,
    body: (place: Place) => Promise<T>,
  ): Promise<T> {
    const bucket = await serve(objects, behaviour);
    try {
      return await withClaim((claim) => {
        const env = toEnv(bucket);
        const options = { model: MODEL, revision: REVISION, claim, source, env };
        return body({ bucket, target: join(claim, FOLDER), options });
      });
    } finally {
      await bucket.close();
    }
  }

  const lastLine = ({ lines }: PreloadOutcome, { options }: Place) =>
    lines.at(-1)?.replaceAll(options.claim, "/claim");

  describe(`the container of the preload Job, on ${cloud}`, function () {
    this.timeout(60_000);
    before(function () {
      requireDownloaders(this);
    });

    it("fills the folder with the objects below the prefix, and the second time with nothing", () =>
      withBucket(objectsOf(FILES), {}, async (place) => {
        const first = await runPreload(place.options);
        const downloads = place.bucket.downloads.length;
        const second = await runPreload(place.options);
        assert.deepEqual(
          [first.exitCode, readServed(place.target), lastLine(second, place)],
          [0, FILES, `/claim/${FOLDER} holds ${MODEL} at ${REVISION} already`],
        );
        assert.equal(place.bucket.downloads.length, downloads);
      }));

    it("keeps the objects that it had when it was killed", async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const hold = (name: string) => (name.endsWith("model-1.safetensors") ? held : undefined);
      await withBucket(objectsOf(FILES), { hold }, async ({ bucket, target, options }) => {
        const first = startPreload(options);
        while (!existsSync(`${target}.partial/config.json`)) await delay(10);
        first.kill();
        await first.outcome;
        release();
        const left = readServed(target);
        await runPreload(options);
        const small = bucket.downloads.filter((name) => name === `${PREFIX}config.json`);
        assert.deepEqual([left, readServed(target), small.length], [undefined, FILES, 1]);
      });
    });

    it("refuses an object that arrives as another one", () => {
      const sent = (name: string) =>
        name.endsWith("config.json") ? Buffer.from('{"model_type":"tinx"}\n') : undefined;
      return withBucket(objectsOf(FILES), { sent }, async (place) => {
        const { exitCode, lines } = await runPreload(place.options);
        assert.deepEqual(
          [
            exitCode === 0,
            readServed(place.target),
            /checksum|publisher/i.test(lines.at(-1) ?? ""),
          ],
          [false, undefined, true],
        );
      });
    });

    it("refuses a bucket that somebody writes to meanwhile", () => {
      const objects = objectsOf(FILES);
      const onSent = () => {
        objects[`${PREFIX}late.json`] = Buffer.from("{}");
      };
      return withBucket(objects, { onSent }, async (place) => {
        const outcome = await runPreload(place.options);
        assert.deepEqual(
          [lastLine(outcome, place), outcome.exitCode, readServed(place.target)],
          [
            `preload: ${source}: was written to while it was read; start again when nobody writes`,
            2,
            undefined,
          ],
        );
      });
    });

    it("refuses a name that leads out of the folder", () =>
      withBucket(objectsOf({ ...FILES, "../up": Buffer.from("x") }), {}, async (place) => {
        const outcome = await runPreload(place.options);
        assert.deepEqual(
          [lastLine(outcome, place), outcome.exitCode],
          ["preload: file list: '../up'; leads out of the folder; use a source without it", 2],
        );
      }));

    it("refuses a prefix without objects", () =>
      withBucket({}, {}, async (place) => {
        const outcome = await runPreload(place.options);
        assert.deepEqual(
          [lastLine(outcome, place), outcome.exitCode],
          [
            "preload: file list: empty; there is nothing to load; check the model, or the prefix in the bucket",
            2,
          ],
        );
      }));

    for (const { status, reason } of answers) {
      it(`says why it ends on HTTP ${status}`, () =>
        withBucket(objectsOf(FILES), { status }, async (place) => {
          const outcome = await runPreload(place.options);
          assert.deepEqual(
            [lastLine(outcome, place), outcome.exitCode],
            [`preload: ${source}: HTTP ${status}; ${reason}`, 2],
          );
        }));
    }
  });
}

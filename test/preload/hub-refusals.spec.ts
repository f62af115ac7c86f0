import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HubBehaviour } from "../support/model-hub";
import {
  FOLDER,
  linesOf,
  MODEL,
  type Place,
  REPOSITORY,
  REVISION,
  readServed,
  withPlace,
} from "../support/preload-place";
import { readFiles, requireDownloaders, runPreload } from "../support/preload-process";
import { skip } from "../support/skip";

/** Another try ends in the same way: the Job gives up at once. */
const PERMANENT = 2;
const TRANSIENT = 1;

interface Refusal {
  readonly title: string;
  readonly hub?: HubBehaviour;
  readonly env?: Readonly<Record<string, string>>;
  /** What lies in the claim before. */
  readonly arrange?: (place: Place) => void;
  readonly exitCode: number;
  /** The last line. */
  readonly line: string;
}

const OID = "0".repeat(40);
const NAME = `${MODEL} at ${REVISION}`;

/** A file list with one more name in it. */
function listed(path: string): HubBehaviour {
  return { rows: [{ type: "file", path, oid: OID, size: 1 }] };
}

/** A link at this place of the claim to a folder beside the claim. */
function linkAt(path: string): (place: Place) => void {
  return ({ claim }) => {
    mkdirSync(join(claim, "../outside"));
    mkdirSync(dirname(join(claim, path)), { recursive: true });
    symlinkSync("../outside", join(claim, path));
  };
}

const REFUSALS: readonly Refusal[] = [
  {
    title: "a token that the Hub does not know",
    hub: { token: "hf_right" },
    env: { HF_TOKEN: "hf_wrong" },
    exitCode: PERMANENT,
    line: `${NAME}: HTTP 401; the Hub does not know the token; put a valid one into the Secret under HF_TOKEN`,
  },
  {
    title: "no token where one is needed",
    hub: { token: "hf_right" },
    exitCode: PERMANENT,
    line: `${NAME}: HTTP 401; there is no such model, or it needs a token; check the id, or name a Secret with one under HF_TOKEN`,
  },
  {
    title: "the token of somebody who may not see the model",
    hub: { token: "hf_right", strangerToken: "hf_stranger" },
    env: { HF_TOKEN: "hf_stranger" },
    exitCode: PERMANENT,
    line: `${NAME}: HTTP 403; the owner of the token may not read the model; accept its licence on its page, or use another token`,
  },
  {
    title: "a model whose list everyone may see, and whose files nobody may",
    hub: { closed: true },
    exitCode: PERMANENT,
    line: `${NAME}: HTTP 403; the owner of the token may not read the model; accept its licence on its page, or use another token`,
  },
  {
    title: "a model or revision that there is not",
    hub: { status: 404 },
    exitCode: PERMANENT,
    line: `${NAME}: HTTP 404; there is none; check the name and the revision`,
  },
  {
    title: "a revision that is the name of another commit",
    hub: { commit: OID },
    exitCode: PERMANENT,
    line: `revision: ${REVISION}; the Hub reads it as ${OID}; write the commit in full`,
  },
  {
    title: "a link in the file list",
    hub: { rows: [{ type: "symlink", path: "latest", oid: OID }] },
    exitCode: PERMANENT,
    line: "file list: 'latest'; is a link or a submodule; use a revision without it",
  },
  ...["../outside", "a/../../outside", "/etc/outside", "a//b", "./a", "a\\b"].map((path) => ({
    title: `${path} in the file list`,
    hub: listed(path),
    exitCode: PERMANENT,
    line: `file list: '${path.replaceAll("\\", "\\\\")}'; leads out of the folder; use a source without it`,
  })),
  {
    title: "a line break in the file list",
    hub: listed("a\nb"),
    exitCode: PERMANENT,
    line: "file list: 'a\\nb'; has control characters; use a source without it",
  },
  ...[".cache/huggingface/a", ".preload.json"].map((path) => ({
    title: `${path} in the file list`,
    hub: listed(path),
    exitCode: PERMANENT,
    line: `file list: '${path}'; is a name that the download needs itself; use a source without it`,
  })),
  {
    title: "a file below a file in the list",
    hub: listed("config.json/a"),
    exitCode: PERMANENT,
    line: "file list: 'config.json/a'; lies below a file; use a source without it",
  },
  {
    title: "an empty file list",
    hub: { isEmpty: true },
    exitCode: PERMANENT,
    line: "file list: empty; there is nothing to load; check the model, or the prefix in the bucket",
  },
  {
    title: "a link in place of the folder of the publisher",
    arrange: linkAt("acme"),
    exitCode: PERMANENT,
    line: "/claim/acme: is neither file nor folder, and could lead out of the claim; remove it",
  },
  {
    title: "a link in place of the folder",
    arrange: linkAt(FOLDER),
    exitCode: PERMANENT,
    line: `/claim/${FOLDER}: is neither file nor folder, and could lead out of the claim; remove it`,
  },
  {
    title: "a link in place of the folder that is filled",
    arrange: linkAt(`${FOLDER}.partial`),
    exitCode: PERMANENT,
    line: `/claim/${FOLDER}.partial: is neither file nor folder, and could lead out of the claim; remove it`,
  },
  {
    title: "a link in the folder that is filled, where a folder of the model will be",
    arrange: linkAt(`${FOLDER}.partial/sub folder`),
    exitCode: PERMANENT,
    line: `/claim/${FOLDER}.partial/sub folder: is neither file nor folder, and could lead out of the claim; remove it`,
  },
  {
    title: "a folder of somebody else",
    arrange: ({ target }) => {
      mkdirSync(target, { recursive: true });
      writeFileSync(join(target, "config.json"), "{}");
    },
    exitCode: PERMANENT,
    line: `/claim/${FOLDER}: is not ${NAME}, and is not overwritten; move it away`,
  },
  {
    title: "a file that arrives as another one each time",
    hub: {
      sent: (path) => (path === "config.json" ? Buffer.from('{"model_type":"tinx"}\n') : undefined),
    },
    exitCode: PERMANENT,
    line: "config.json: is not what its publisher says, after 3 downloads; check proxies and mirrors on the way",
  },
  {
    title: "a Hub that is out of order, in which another try may help",
    hub: { status: 503 },
    exitCode: TRANSIENT,
    line: `HfHubHTTPError: 503 Server Error: Service Unavailable for url: http://hub/api/models/${MODEL}/tree/${REVISION}`,
  },
];

describe("the container of the preload Job refuses", function () {
  this.timeout(60_000);
  before(function () {
    requireDownloaders(this);
  });

  for (const { title, hub = {}, env = {}, arrange, exitCode, line } of REFUSALS) {
    it(title, () =>
      withPlace(hub, async (place) => {
        arrange?.(place);
        const outcome = await runPreload({
          ...place.options,
          env: { ...place.options.env, ...env },
        });
        const lines = linesOf(outcome, place);
        const outside = readFiles(join(place.claim, "../outside")) ?? {};
        assert.deepEqual(
          [lines.at(-1), outcome.exitCode, outside],
          [`preload: ${line}`, exitCode, {}],
        );
        const secrets = Object.values(env).filter((token) => lines.join().includes(token));
        assert.deepEqual(secrets, []);
      }),
    );
  }

  it("a Hub that nobody hears at, in which another try may help", () =>
    withPlace({}, async ({ options }) => {
      const env = { HF_ENDPOINT: "http://127.0.0.1:9" };
      const { exitCode, lines } = await runPreload({ ...options, env });
      assert.deepEqual(
        [exitCode, lines.at(-1)?.match(/Connection refused/)?.[0]],
        [TRANSIENT, "Connection refused"],
      );
    }));

  it("a claim without room for what is to come, before it loads any of it", () =>
    withPlace({ sizes: { "model-1.safetensors": 2 ** 52 } }, async (place) => {
      const outcome = await runPreload(place.options);
      const line = linesOf(outcome, place)
        .at(-1)
        ?.replace(/[\d.]+ GiB are free/, "N GiB are free");
      assert.deepEqual(
        [line, outcome.exitCode, place.hub.bytesSent()],
        [
          `preload: /claim/${FOLDER}.partial: N GiB are free and 4194304.003 GiB are to come; use a larger claim, or remove what is not served any more`,
          PERMANENT,
          0,
        ],
      );
    }));

  it("a disk that becomes full meanwhile, and goes on when there is room", function () {
    // The list says less than is sent, so that the room seems to be enough.
    const sizes = Object.fromEntries(REPOSITORY.lfs.map((path) => [path, 1]));
    return withPlace({ sizes }, async (place) => {
      mountSmallDisk(this, place.claim);
      try {
        const outcome = await runPreload(place.options);
        for (const path of REPOSITORY.lfs) delete sizes[path];
        mount("remount,size=64m", place.claim);
        await runPreload(place.options);
        assert.deepEqual(
          [linesOf(outcome, place).at(-1), outcome.exitCode, readServed(place.target)],
          [
            "preload: /claim: the disk is full; use a larger claim, or remove what is not served any more",
            PERMANENT,
            REPOSITORY.files,
          ],
        );
      } finally {
        execFileSync("umount", ["--lazy", place.claim]);
      }
    });
  });
});

/** A disk of 4 MiB in place of the folder. */
function mountSmallDisk(context: Mocha.Context, folder: string): void {
  try {
    mount("size=4m", folder);
  } catch (error) {
    skip(context, `a disk that is full needs the right to mount one: ${error}`);
  }
}

function mount(options: string, folder: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
}

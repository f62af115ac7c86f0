#!/usr/bin/env node
// In a clone the sources run as they are, so that nothing compiled can be older than they; a package has what was compiled alone.
const { existsSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const [verb, ...words] = process.argv.slice(2);

/** What `fit` is made of, and what it became: compiled it answers at once. */
const FIT_ROOMS = ["catalog", "cli", "plan", "units"];
const compiledFit = join(root, "dist", "cli", "fit.js");

function newestSource() {
  const files = FIT_ROOMS.flatMap((room) =>
    readdirSync(join(root, room)).map((file) => join(root, room, file)),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

function isCurrent(compiled) {
  if (!existsSync(compiled)) return false;
  return !existsSync(join(root, "plan")) || newestSource() <= statSync(compiled).mtimeMs;
}

if (verb === "fit" && isCurrent(compiledFit)) {
  process.exitCode = require(compiledFit).runFit(words);
} else if (existsSync(join(root, "cli"))) {
  require("ts-node").register({ transpileOnly: true, cwd: root });
  const { main } = require(join(root, "cli", "main.ts"));
  main(process.argv);
} else {
  process.stderr.write("llmd: a package has only the verb fit; the others run from a clone\n");
  process.exitCode = 1;
}

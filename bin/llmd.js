#!/usr/bin/env node
// In a clone the sources run as they are, so that nothing compiled can be older than they; a package has only dist/.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "..", "cli", "main.ts");
if (existsSync(source))
  require("ts-node").register({ transpileOnly: true, cwd: join(__dirname, "..") });
const { main } = require(existsSync(source) ? source : "../dist/cli/main.js");
main(process.argv);

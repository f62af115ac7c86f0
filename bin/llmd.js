#!/usr/bin/env node
// The sources run as they are, so that nothing compiled can be older than they.
const { join } = require("node:path");

const root = join(__dirname, "..");
require("ts-node").register({ transpileOnly: true, cwd: root });
const { main } = require(join(root, "cli", "main.ts"));
main(process.argv);

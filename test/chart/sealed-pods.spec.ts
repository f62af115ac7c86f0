import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describeWithHelm } from "../support/helm";
import { renderPod, sealedPods } from "../support/sealed-pods";

describeWithHelm("the chart", (helm) => {
  for (const sealed of sealedPods()) {
    it(`still makes of release ${sealed.number} of ${sealed.model} the pod that was sealed, so that no edit of it restarts a model`, async () => {
      assert.deepEqual(await renderPod(helm(), sealed), parse(readFileSync(sealed.path, "utf8")));
    });
  }
});

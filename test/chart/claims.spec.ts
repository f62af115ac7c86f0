import assert from "node:assert/strict";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { planModelService } from "../../plan/model-service";
import { decodeOnly, decodeWith, engineContainer } from "../support/chart-values";
import {
  describeWithHelm,
  type Helm,
  listNames,
  readPath,
  renderObjects,
  type Values,
} from "../support/helm";
import { itRenders } from "../support/rendered";
import { modelServiceSpec, requireValue } from "../support/specs";

const CLAIMED = { accelerator: { dra: true } };
const RESOURCES = "pod.containers[0].resources";
const CLAIM = [{ name: "nvidia-claim-template" }];
const IMEX = { name: "imex", resourceClaimTemplateName: "imex-channel" };
const HELPER = { name: "exporter", image: "exporter:1.0", command: ["export"] };
const SIMULATOR = "ghcr.io/llm-d/llm-d-inference-sim:v0.10.2";

/** What a pod claims of the devices of one class. */
interface Claim {
  readonly template: string;
  readonly request: unknown;
}

/** The template of claims of each role, and what its pods claim. */
async function renderClaims(helm: Helm, values: Values, release = "model"): Promise<Claim[]> {
  const objects = await renderObjects(helm, { values, release });
  return objects
    .filter(({ kind }) => kind === "ResourceClaimTemplate")
    .map(({ metadata, ...object }) => ({
      template: metadata.name,
      request: readPath(object, "spec.spec.devices.requests"),
    }));
}

/** The number of devices that the pods of the only role claim. */
async function renderCount(helm: Helm, values: Values): Promise<unknown> {
  const claims = await renderClaims(helm, values);
  return readPath(claims, "[0].request[0].exactly.count");
}

describeWithHelm("a claim for devices", (helm) => {
  it("is the same one for the leader and the workers of a group, with the devices that the leader names", async () => {
    const custom = { modelCommand: "custom", command: ["serve"] };
    const values = decodeOnly(
      {
        parallelism: { tensor: 8, workers: 2, data: 1, dataLocal: 1 },
        containers: [
          engineContainer({ ...custom, resources: { limits: { "nvidia.com/gpu": 4 } } }),
        ],
        workerContainers: [engineContainer(custom)],
      },
      { ...CLAIMED, multinode: true },
    );
    const objects = await renderObjects(helm(), { values });
    const group = objects.find(({ kind }) => kind === "LeaderWorkerSet");
    const [claim] = await renderClaims(helm(), values);
    assert.deepEqual(
      ["leaderTemplate", "workerTemplate"].map((pod) =>
        readPath(group, `spec.leaderWorkerTemplate.${pod}.spec.resourceClaims`),
      ),
      Array.from({ length: 2 }, () => [
        { name: "nvidia-claim-template", resourceClaimTemplateName: claim?.template },
      ]),
    );
    assert.equal(readPath(claim, "request[0].exactly.count"), 4);
  });
  it("is for the first available devices of its class, in the words of the values", async () => {
    const nvidia = { match: "firstAvailable", count: 2 };
    const accelerator = { dra: true, resourceClaimTemplates: { nvidia } };
    const [claim] = await renderClaims(helm(), decodeOnly({}, { accelerator }));
    const name = "nvidia-claim-template";
    assert.deepEqual(claim?.request, [
      {
        name,
        firstAvailable: [
          { name, deviceClassName: "gpu.nvidia.com", allocationMode: "ExactCount", count: 2 },
        ],
      },
    ]);
  });
  it("asks for one device for each rank of the pod, by a template that is the role's own", async () => {
    const values = decodeOnly({ parallelism: { tensor: 2, dataLocal: 4 } }, CLAIMED);
    const objects = await renderObjects(helm(), { values });
    const template = objects.find(({ kind }) => kind === "ResourceClaimTemplate");
    const name = template?.metadata.name ?? "";
    assert.match(name, /^model-llm-d-modelservice-decode-nvidia-claim-template-[0-9a-f]{8}$/);
    assert.deepEqual(
      {
        apiVersion: template?.apiVersion,
        spec: readPath(template, "spec"),
        claims: readPath(
          objects.find(({ kind }) => kind === "Deployment"),
          "spec.template.spec.resourceClaims",
        ),
      },
      {
        apiVersion: "resource.k8s.io/v1",
        spec: {
          spec: {
            devices: {
              requests: [
                {
                  name: "nvidia-claim-template",
                  exactly: {
                    deviceClassName: "gpu.nvidia.com",
                    allocationMode: "ExactCount",
                    count: 8,
                  },
                },
              ],
            },
          },
        },
        claims: [{ name: "nvidia-claim-template", resourceClaimTemplateName: name }],
      },
    );
  });

  it("asks for devices of the class, the number and the selectors of its template", async () => {
    const selectors = [{ cel: { expression: "device.capacity['a.example'].memory > quantity" } }];
    const neuron = { name: "neuron", class: "neuron.example.com", count: 3, selectors };
    const accelerator = { type: "neuron", dra: true, resourceClaimTemplates: { neuron } };
    const [claim] = await renderClaims(helm(), decodeOnly({}, { accelerator }));
    assert.deepEqual(claim?.request, [
      {
        name: "neuron",
        exactly: {
          deviceClassName: "neuron.example.com",
          allocationMode: "ExactCount",
          count: 3,
          selectors,
        },
      },
    ]);
  });

  /** As upstream's default values have it. */
  const CLASSES = {
    nvidia: "gpu.nvidia.com",
    intel: "gpu.intel.com",
    "intel-i915": "gpu.intel.com",
    "intel-xe": "gpu.intel.com",
    "intel-gaudi": "gaudi.intel.com",
    amd: "gpu.amd.com",
    google: "tpu.google.com",
  };
  for (const [type, deviceClass] of Object.entries(CLASSES)) {
    it(`is for ${deviceClass} with ${type}`, async () => {
      const claims = await renderClaims(helm(), decodeOnly({ accelerator: { type, dra: true } }));
      assert.equal(readPath(claims, "[0].request[0].exactly.deviceClassName"), deviceClass);
    });
  }

  it("asks for the number that the container names, which may differ from the ranks", async () => {
    const container = engineContainer({ resources: { limits: { "google.com/tpu": "4" } } });
    const role = { parallelism: { tensor: 8 }, containers: [container] };
    const accelerator = { type: "google", dra: true };
    assert.equal(await renderCount(helm(), decodeOnly(role, { accelerator })), 4);
  });

  it("has another template for another number, since one cannot be changed while it lives", async () => {
    const [four] = await renderClaims(helm(), decodeOnly({ parallelism: { tensor: 4 } }, CLAIMED));
    const [two] = await renderClaims(helm(), decodeOnly({ parallelism: { tensor: 2 } }, CLAIMED));
    const [again] = await renderClaims(helm(), decodeOnly({ parallelism: { tensor: 4 } }, CLAIMED));
    assert.notEqual(two?.template, four?.template);
    assert.equal(again?.template, four?.template);
  });

  it("has a template of its own for each release and role of a namespace", async () => {
    const container = { containers: [engineContainer()], volumes: [] };
    const values = { ...decodeOnly(container, CLAIMED), prefill: { replicas: 1, ...container } };
    const claims = [
      ...(await renderClaims(helm(), values, "a")),
      ...(await renderClaims(helm(), values, "b")),
    ];
    assert.deepEqual(
      claims.map(({ template }) => template.slice(0, -9)),
      ["a", "a", "b", "b"].map(
        (release, index) =>
          `${release}-llm-d-modelservice-${index % 2 === 0 ? "decode" : "prefill"}-nvidia-claim-template`,
      ),
    );
  });

  it("has a whole name behind a name that is cut, within what a name may have", async () => {
    const name = "c".repeat(63);
    const resourceClaimTemplates = { nvidia: { name } };
    const values = {
      ...decodeOnly({}, { accelerator: { dra: true, resourceClaimTemplates } }),
      fullnameOverride: "a".repeat(80),
    };
    const [claim] = await renderClaims(helm(), values);
    assert.match(claim?.template ?? "", /^a{46}-[0-9a-f]{8}-decode-c{63}-[0-9a-f]{8}$/);
  });

  const NO_CLAIM: Readonly<Record<string, Values>> = {
    "by default": decodeOnly(),
    "on CPUs": decodeOnly({}, { accelerator: { type: "cpu", dra: true } }),
    "for a role that goes without": decodeOnly({ accelerator: { dra: false } }, CLAIMED),
    "for the simulator, which uses no devices": decodeWith({ image: SIMULATOR }, CLAIMED),
    "for a container that names none": decodeWith(
      { resources: { limits: { "nvidia.com/gpu": 0 } } },
      CLAIMED,
    ),
    "for a role that is not rendered": {
      ...decodeOnly({}, { serviceAccountOverride: "existing" }),
      prefill: { create: false, accelerator: { dra: true } },
    },
  };
  for (const [title, values] of Object.entries(NO_CLAIM)) {
    it(`is not rendered ${title}`, async () => {
      const objects = await renderObjects(helm(), { values });
      const pod = "spec.template.spec";
      const deployment = objects.find(({ kind }) => kind === "Deployment");
      assert.deepEqual(
        [
          listNames(objects).filter((name) => name.startsWith("ResourceClaimTemplate/")),
          readPath(deployment, `${pod}.resourceClaims`),
          readPath(deployment, `${pod}.containers[0].resources.claims`),
        ],
        [[], undefined, undefined],
      );
    });
  }

  it("stands for the devices that ModelService asks for, laid over its values", async () => {
    const plan = requireValue(planModelService("tiny", modelServiceSpec()));
    const ours = toChartValues(plan, {});
    const values = mergeValues(ours, CLAIMED);
    const objects = await renderObjects(helm(), { values });
    const resources = readPath(
      objects.find(({ kind }) => kind === "Deployment"),
      "spec.template.spec.containers[0].resources",
    );
    const [container] = ours.decode.containers;
    const { "nvidia.com/gpu": devices, ...rest } = container.resources.limits;
    assert.deepEqual(
      [await renderCount(helm(), values), resources],
      [Number(devices), { limits: rest, requests: rest, claims: CLAIM }],
    );
  });

  itRenders(helm, [
    {
      title: "is used by the engine in place of a resource name, with requests as they were",
      values: decodeWith(
        {
          resources: {
            requests: { memory: "1Ti", "nvidia.com/gpu": 1 },
            limits: { "vpc.amazonaws.com/efa": 4 },
          },
        },
        CLAIMED,
      ),
      path: RESOURCES,
      expected: {
        requests: { memory: "1Ti", "vpc.amazonaws.com/efa": 4 },
        limits: { "vpc.amazonaws.com/efa": 4 },
        claims: CLAIM,
      },
    },
    {
      title: "stands before the further claims of the role",
      values: decodeOnly({ resourceClaims: [IMEX] }, CLAIMED),
      path: "pod.resourceClaims[1]",
      expected: IMEX,
    },
    {
      title: "is used by the engine together with the further claims of the role",
      values: decodeOnly({ resourceClaims: [IMEX] }, CLAIMED),
      path: `${RESOURCES}.claims`,
      expected: [...CLAIM, { name: "imex" }],
    },
    {
      title: "is not used by a helper container",
      values: decodeOnly(
        { resourceClaims: [IMEX], containers: [engineContainer(), HELPER] },
        CLAIMED,
      ),
      path: "pod.containers[1].resources",
      expected: undefined,
    },
    {
      title: "is used by a helper container that names it",
      values: decodeOnly(
        { containers: [engineContainer(), { ...HELPER, resources: { claims: CLAIM } }] },
        CLAIMED,
      ),
      path: "pod.containers[1].resources",
      expected: { claims: CLAIM },
    },
    {
      title: "is used by a second container that serves the model",
      values: decodeOnly(
        { containers: [engineContainer(), engineContainer({ name: "draft" })] },
        CLAIMED,
      ),
      path: "pod.containers[1].resources",
      expected: { claims: CLAIM },
    },
    {
      title: "is for one role alone when that role says so",
      values: decodeOnly({ accelerator: { dra: true, type: "amd" } }),
      path: RESOURCES,
      expected: { claims: [{ name: "amd-claim-template" }] },
    },
  ]);
});

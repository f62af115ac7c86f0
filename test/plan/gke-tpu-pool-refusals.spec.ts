import assert from "node:assert/strict";
import fc from "fast-check";
import { planGkeTpuNodePool } from "../../plan/gke-tpu-node-pool";
import { TPU_POOL_KEYS } from "../../plan/gke-tpu-node-pool-spec";
import type { Result } from "../../units/issue";
import { gkeTpuNodePoolSpec } from "../support/gke-tpu-pools";
import { anything, linesOf } from "../support/specs";

/** A wrong input on top of the smallest pool, v6e 2x4, what is said of it, and what it says to write instead. */
interface Refusal {
  readonly title: string;
  readonly wrong: object;
  readonly lines: readonly string[];
  /** Changes of the wrong input; an `undefined` leaves the key out. */
  readonly wayOut: object;
}

const REFUSALS: readonly Refusal[] = [
  {
    title: "no generation",
    wrong: { generation: undefined },
    lines: [
      "generation: absent; must be one of v4, v5e, v5p, v6e, tpu7x; use one of v4, v5e, v5p, v6e, tpu7x",
    ],
    wayOut: { generation: "v6e" },
  },
  {
    title: "no topology",
    wrong: { topology: undefined },
    lines: [
      "topology: absent; must be whole numbers joined by x, without zeros in front; write 1x1 (1 chip) or 2x2 (4 chips)",
    ],
    wayOut: { topology: "2x2" },
  },
  {
    title: "a generation by its name on the market",
    wrong: { generation: "Trillium" },
    lines: ['generation: "Trillium"; must be one of v4, v5e, v5p, v6e, tpu7x; write v6e'],
    wayOut: { generation: "v6e" },
  },
  {
    title: "a generation by the label of its nodes",
    wrong: { generation: "tpu-v5-lite-podslice" },
    lines: [
      'generation: "tpu-v5-lite-podslice"; must be one of v4, v5e, v5p, v6e, tpu7x; write v5e',
    ],
    wayOut: { generation: "v5e" },
  },
  {
    title: "the label that other tools have for v5e, and no node",
    wrong: { generation: "tpu-v5e-slice" },
    lines: ['generation: "tpu-v5e-slice"; must be one of v4, v5e, v5p, v6e, tpu7x; write v5e'],
    wayOut: { generation: "v5e" },
  },
  {
    title: "a size in TensorCores, of which a chip of v5p has two",
    wrong: { generation: "v5p-8", topology: "2x2x1" },
    lines: [
      'generation: "v5p-8"; must be one of v4, v5e, v5p, v6e, tpu7x; write v5p, and how many chips there are as topology',
    ],
    wayOut: { generation: "v5p" },
  },
  {
    title: "the generation after, of which no machine is known",
    wrong: { generation: "tpu8", topology: "2x2x1" },
    lines: [
      'generation: "tpu8"; must be one of v4, v5e, v5p, v6e, tpu7x; use one of v4, v5e, v5p, v6e, tpu7x',
    ],
    wayOut: { generation: "tpu7x" },
  },
  {
    title: "a topology in capital letters",
    wrong: { topology: "2X4" },
    lines: [
      'topology: "2X4"; must be whole numbers joined by x, without zeros in front; write 2x4 (8 chips)',
    ],
    wayOut: { topology: "2x4" },
  },
  {
    title: "a number of chips in place of a topology",
    wrong: { topology: "8" },
    lines: [
      'topology: "8"; must be whole numbers joined by x, without zeros in front; write 2x4 (8 chips)',
    ],
    wayOut: { topology: "2x4" },
  },
  {
    title: "a topology of three dimensions on a flat generation",
    wrong: { topology: "2x2x1" },
    lines: ['topology: "2x2x1"; a slice of v6e has 2 dimensions; write 2x2 (4 chips)'],
    wayOut: { topology: "2x2" },
  },
  {
    title: "a topology of two dimensions on one that has three",
    wrong: { generation: "v5p", topology: "4x4" },
    lines: ['topology: "4x4"; a slice of v5p has 3 dimensions; write 2x2x4 (16 chips)'],
    wayOut: { topology: "2x2x4" },
  },
  {
    title: "a topology the other way round",
    wrong: { topology: "4x2" },
    lines: [
      'topology: "4x2"; a slice of v6e is 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16; write 2x4 (8 chips)',
    ],
    wayOut: { topology: "2x4" },
  },
  {
    title: "a topology between two",
    wrong: { topology: "4x6" },
    lines: [
      'topology: "4x6"; a slice of v6e is 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16; write 4x4 (16 chips) or 4x8 (32 chips)',
    ],
    wayOut: { topology: "4x8" },
  },
  {
    title: "a slice that is larger than a pod",
    wrong: { topology: "16x32" },
    lines: [
      'topology: "16x32"; a slice of v6e is 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16; write 16x16 (256 chips)',
    ],
    wayOut: { topology: "16x16" },
  },
  {
    title: "cubes that are not in order",
    wrong: { generation: "v5p", topology: "8x4x4" },
    lines: [
      'topology: "8x4x4"; a slice of v5p is 2x2x1, 2x2x2, 2x2x4, 2x4x4, or has multiples of 4 in every dimension, none smaller than the one before it, and at most 96 cubes of 4x4x4; write 4x4x8 (128 chips)',
    ],
    wayOut: { topology: "4x4x8" },
  },
  {
    title: "more cubes than are scheduled",
    wrong: { generation: "v5p", topology: "16x16x28" },
    lines: [
      'topology: "16x16x28"; a slice of v5p is 2x2x1, 2x2x2, 2x2x4, 2x4x4, or has multiples of 4 in every dimension, none smaller than the one before it, and at most 96 cubes of 4x4x4; write 16x16x24 (6144 chips)',
    ],
    wayOut: { topology: "16x16x24" },
  },
  {
    title: "a single chip of a generation that is sold by four",
    wrong: { generation: "v4", topology: "1x1x1" },
    lines: [
      'topology: "1x1x1"; a slice of v4 is 2x2x1, 2x2x2, 2x2x4, 2x4x4, or has multiples of 4 in every dimension, and at most 64 cubes of 4x4x4; write 2x2x1 (4 chips)',
    ],
    wayOut: { topology: "2x2x1" },
  },
  {
    title: "a machine with eight chips for a slice of several hosts",
    wrong: { topology: "4x4", machineType: "ct6e-standard-8t" },
    lines: [
      'machineType: "ct6e-standard-8t"; makes slices of 2x4 alone, and 4x4 has 16; write ct6e-standard-4t, or leave it out',
    ],
    wayOut: { machineType: "ct6e-standard-4t" },
  },
  {
    title: "a machine with one chip for more than one",
    wrong: { machineType: "ct6e-standard-1t" },
    lines: [
      'machineType: "ct6e-standard-1t"; makes slices of 1x1 alone, and 2x4 has 8; write ct6e-standard-8t or ct6e-standard-4t, or leave it out',
    ],
    wayOut: { machineType: undefined },
  },
  {
    title: "a machine with more chips than the slice",
    wrong: { topology: "1x1", machineType: "ct6e-standard-4t" },
    lines: [
      'machineType: "ct6e-standard-4t"; has 4 chips on every host, and 1x1 has 1; write ct6e-standard-1t, or leave it out',
    ],
    wayOut: { machineType: "ct6e-standard-1t" },
  },
  {
    title: "a machine of another generation",
    wrong: { machineType: "ct5lp-hightpu-8t" },
    lines: [
      'machineType: "ct5lp-hightpu-8t"; is no machine of v6e in the catalogue; write ct6e-standard-8t or ct6e-standard-4t, or leave it out',
    ],
    wayOut: { machineType: "ct6e-standard-8t" },
  },
  {
    title: "a machine that other tools list and GKE has not",
    wrong: { generation: "v5p", topology: "2x2x1", machineType: "ct5p-hightpu-1t" },
    lines: [
      'machineType: "ct5p-hightpu-1t"; is no machine of v5p in the catalogue; write ct5p-hightpu-4t, or leave it out',
    ],
    wayOut: { machineType: undefined },
  },
  {
    title: "a machine with GPUs",
    wrong: { machineType: "a4-highgpu-8g" },
    lines: [
      'machineType: "a4-highgpu-8g"; is no machine of v6e in the catalogue; write ct6e-standard-8t or ct6e-standard-4t, or leave it out',
    ],
    wayOut: { machineType: undefined },
  },
  {
    title: "a boot disk that the machine cannot use",
    wrong: { diskType: "pd-ssd" },
    lines: [
      'diskType: "pd-ssd"; ct6e-standard-8t does not boot from it; use hyperdisk-balanced, or leave it out',
    ],
    wayOut: { diskType: "hyperdisk-balanced" },
  },
  {
    title: "a Hyperdisk on a machine that boots from others",
    wrong: { generation: "v5e", diskType: "hyperdisk-balanced" },
    lines: [
      'diskType: "hyperdisk-balanced"; ct5lp-hightpu-8t does not boot from it; use pd-balanced, or leave it out',
    ],
    wayOut: { diskType: "pd-balanced" },
  },
  {
    title: "a boot disk that is none",
    wrong: { generation: "tpu7x", topology: "2x2x1", diskType: "hyperdisk-ml" },
    lines: [
      'diskType: "hyperdisk-ml"; must be one of pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced; use one of pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced',
    ],
    wayOut: { diskType: undefined },
  },
  {
    title: "a disk that holds no image",
    wrong: { diskSizeGiB: 5 },
    lines: [
      "diskSizeGiB: 5; must be a whole number of 15 or more; write 15 or more, or leave it out",
    ],
    wayOut: { diskSizeGiB: 100 },
  },
  {
    title: "a disk size as a quantity",
    wrong: { diskSizeGiB: "500Gi" },
    lines: [
      'diskSizeGiB: "500Gi"; must be a whole number of 15 or more; write 15 or more, or leave it out',
    ],
    wayOut: { diskSizeGiB: 500 },
  },
  {
    title: "flex-start of a generation that is not sold so",
    wrong: { generation: "v4", topology: "2x2x1", capacityType: "flex-start" },
    lines: [
      'capacityType: "flex-start"; Dynamic Workload Scheduler, which flex-start is, has no v4; use on-demand or spot, or another generation',
    ],
    wayOut: { capacityType: "spot" },
  },
  {
    title: "the spelling of GKE for flex-start",
    wrong: { capacityType: "FLEX_START" },
    lines: [
      'capacityType: "FLEX_START"; must be one of on-demand, spot, flex-start; did you mean flex-start?',
    ],
    wayOut: { capacityType: "flex-start" },
  },
  {
    title: "a number of slices with flex-start",
    wrong: { capacityType: "flex-start", sliceCount: 2 },
    lines: [
      "sliceCount: 2; flex-start machines come as pods wait for them, and none is there in any case; write maxSliceCount instead",
    ],
    wayOut: { sliceCount: undefined, maxSliceCount: 2 },
  },
  {
    title: "slices that are there in any case with flex-start",
    wrong: { capacityType: "flex-start", minSliceCount: 1, maxSliceCount: 2 },
    lines: [
      "minSliceCount: 1; flex-start machines come as pods wait for them, and none is there in any case; write 0, or leave it out",
    ],
    wayOut: { minSliceCount: 0 },
  },
  {
    title: "repair with flex-start",
    wrong: { capacityType: "flex-start", autoRepair: true },
    lines: [
      "autoRepair: true; GKE repairs no flex-start nodes, and refuses a pool that asks for it; write false, or leave it out",
    ],
    wayOut: { autoRepair: false },
  },
  {
    title: "a surge with flex-start",
    wrong: { capacityType: "flex-start", maxSurge: 1 },
    lines: ["maxSurge: 1; flex-start nodes are upgraded as they come and go; leave it out"],
    wayOut: { maxSurge: undefined },
  },
  {
    title: "a reservation of spot machines",
    wrong: { capacityType: "spot", reservationName: "tpus" },
    lines: [
      'reservationName: "tpus"; spot machines come from no reservation; leave it out, or use on-demand',
    ],
    wayOut: { capacityType: "on-demand" },
  },
  {
    title: "a reservation with flex-start",
    wrong: { capacityType: "flex-start", reservationName: "tpus" },
    lines: [
      'reservationName: "tpus"; flex-start machines come from no reservation; leave it out, or use on-demand',
    ],
    wayOut: { capacityType: "on-demand" },
  },
  {
    title: "a reservation that is no name",
    wrong: { reservationName: "My Reservation" },
    lines: [
      'reservationName: "My Reservation"; is no name of a reservation; write its name, such as "b200-1", or "projects/<project>/reservations/<name>"',
    ],
    wayOut: { reservationName: "my-reservation" },
  },
  {
    title: "an end of nodes that have none",
    wrong: { maxRunDurationSeconds: 3600 },
    lines: [
      "maxRunDurationSeconds: 3600; nodes of on-demand have no end that is known beforehand; leave it out, or use flex-start",
    ],
    wayOut: { capacityType: "flex-start" },
  },
  {
    title: "nodes for longer than a week",
    wrong: { capacityType: "flex-start", maxRunDurationSeconds: 700000 },
    lines: [
      "maxRunDurationSeconds: 700000; must be a whole number from 1 to 604800, which is seven days; write a number in between, or leave it out",
    ],
    wayOut: { maxRunDurationSeconds: 604800 },
  },
  {
    title: "surge on a reservation, which has no machine to spare",
    wrong: { reservationName: "tpus", maxSurge: 1 },
    lines: [
      "maxSurge: 1; a reservation has no machine to spare for an upgrade; write 0, or leave it out",
    ],
    wayOut: { maxSurge: 0 },
  },
  {
    title: "surge of a slice of several hosts",
    wrong: { topology: "4x4", maxSurge: 1 },
    lines: [
      "maxSurge: 1; a pool with compact placement has no machine to spare for an upgrade; write 0, or leave it out",
    ],
    wayOut: { maxSurge: undefined },
  },
  {
    title: "an upgrade of nothing",
    wrong: { maxSurge: 0, maxUnavailable: 0 },
    lines: [
      "maxUnavailable: 0; no node could be upgraded: maxSurge is 0 too; write 1 or more, or leave it out",
    ],
    wayOut: { maxUnavailable: 1 },
  },
  {
    title: "no slice",
    wrong: { sliceCount: 0 },
    lines: ["sliceCount: 0; must be a whole number of 1 or more; write 1 or more, or leave it out"],
    wayOut: { sliceCount: 1 },
  },
  {
    title: "half a slice",
    wrong: { sliceCount: 0.5 },
    lines: [
      "sliceCount: 0.5; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ],
    wayOut: { sliceCount: 1 },
  },
  {
    title: "slices fixed and scaled",
    wrong: { sliceCount: 2, maxSliceCount: 4 },
    lines: [
      "sliceCount: 2; slices are fixed in number or come as pods wait for them, and maxSliceCount stands beside it; leave it out, or minSliceCount and maxSliceCount",
    ],
    wayOut: { sliceCount: undefined },
  },
  {
    title: "fewer slices than there are in any case",
    wrong: { minSliceCount: 4, maxSliceCount: 2 },
    lines: ["maxSliceCount: 2; is below minSliceCount 4; write 4 or more, or lower minSliceCount"],
    wayOut: { maxSliceCount: 4 },
  },
  {
    title: "more node pools than GKE scales well",
    wrong: { topology: "4x4", maxSliceCount: 500 },
    lines: [
      "maxSliceCount: 500; each slice of several hosts is a node pool, and with more than 200 in a cluster GKE scales slowly; write 200 or less",
    ],
    wayOut: { maxSliceCount: 200 },
  },
  {
    title: "a number of nodes",
    wrong: { topology: "4x4", nodeCount: 3 },
    lines: [
      "nodeCount: 3; the number of nodes follows from topology and slices; write sliceCount, or minSliceCount and maxSliceCount",
    ],
    wayOut: { nodeCount: undefined, sliceCount: 1 },
  },
  {
    title: "the sizes of other pools",
    wrong: { minSize: 1, maxSize: 4 },
    lines: [
      "maxSize: 4; the number of nodes follows from topology and slices; write sliceCount, or minSliceCount and maxSliceCount",
      "minSize: 1; the number of nodes follows from topology and slices; write sliceCount, or minSliceCount and maxSliceCount",
    ],
    wayOut: { minSize: undefined, maxSize: undefined, minSliceCount: 1, maxSliceCount: 4 },
  },
  {
    title: "limits of all zones together, which GKE takes for 0",
    wrong: { topology: "4x4", totalMaxNodeCount: 4 },
    lines: [
      "totalMaxNodeCount: 4; GKE holds a slice to the limits of its zone, which it takes for 0 beside limits of all zones together; write sliceCount, or minSliceCount and maxSliceCount",
    ],
    wayOut: { totalMaxNodeCount: undefined, maxSliceCount: 1 },
  },
  {
    title: "several zones",
    wrong: { zones: ["us-central1-a", "us-central1-b"] },
    lines: [
      'zones: ["us-central1-a","us-central1-b"]; the chips of a slice are in one zone; write it as zone',
    ],
    wayOut: { zones: undefined },
  },
  {
    title: "the node locations of GKE",
    wrong: { nodeLocations: ["us-central1-b"] },
    lines: [
      'nodeLocations: ["us-central1-b"]; the chips of a slice are in one zone; write it as zone',
    ],
    wayOut: { nodeLocations: undefined },
  },
  {
    title: "no zone",
    wrong: { zone: undefined },
    lines: [
      'zone: absent; is no zone of Google Cloud; write region and letter, such as "us-central1-b"',
    ],
    wayOut: { zone: "us-central1-b" },
  },
  {
    title: "a region in place of a zone",
    wrong: { zone: "us-central1" },
    lines: [
      'zone: "us-central1"; is no zone of Google Cloud; write region and letter, such as "us-central1-b"',
    ],
    wayOut: { zone: "us-central1-b" },
  },
  {
    title: "two zones in one text",
    wrong: { zone: "us-central1-a,us-central1-b" },
    lines: [
      'zone: "us-central1-a,us-central1-b"; is no zone of Google Cloud; write region and letter, such as "us-central1-b"',
    ],
    wayOut: { zone: "us-central1-b" },
  },
  {
    title: "placement by hand",
    wrong: { placementPolicy: { type: "COMPACT", tpuTopology: "4x4" } },
    lines: [
      'placementPolicy: {"type":"COMPACT","tpuTopology":"4x4"}; how hosts are placed follows from generation and topology; leave it out',
    ],
    wayOut: { placementPolicy: undefined },
  },
  {
    title: "the topology in the words of GKE",
    wrong: { tpuTopology: "2x4" },
    lines: [
      'tpuTopology: "2x4"; how hosts are placed follows from generation and topology; write topology',
    ],
    wayOut: { tpuTopology: undefined },
  },
  {
    title: "the topology in the words of a workload policy",
    wrong: { generation: "tpu7x", topology: "2x2x2", acceleratorTopology: "2x2x2" },
    lines: [
      'acceleratorTopology: "2x2x2"; the policy that needs it is made by the pool; write topology',
    ],
    wayOut: { acceleratorTopology: undefined },
  },
  {
    title: "spot in the words of GKE",
    wrong: { spot: true },
    lines: ["spot: true; how machines are bought is one word here; write capacityType spot"],
    wayOut: { spot: undefined, capacityType: "spot" },
  },
  {
    title: "flex-start in the words of GKE",
    wrong: { flexStart: true },
    lines: [
      "flexStart: true; how machines are bought is one word here; write capacityType flex-start",
    ],
    wayOut: { flexStart: undefined, capacityType: "flex-start" },
  },
  {
    title: "a queue of ProvisioningRequests",
    wrong: { queuedProvisioning: { enabled: true } },
    lines: [
      'queuedProvisioning: {"enabled":true}; nodes would come for a ProvisioningRequest alone, which no model makes; write capacityType flex-start',
    ],
    wayOut: { queuedProvisioning: undefined, capacityType: "flex-start" },
  },
  {
    title: "a machine of EC2",
    wrong: { instanceType: "p5.48xlarge" },
    lines: [
      'instanceType: "p5.48xlarge"; the machines of Google Cloud have a machine type; write machineType, or leave it out',
    ],
    wayOut: { instanceType: undefined },
  },
  {
    title: "guest accelerators",
    wrong: { guestAccelerators: [{ type: "tpu-v6e-slice", count: 8 }] },
    lines: [
      'guestAccelerators: [{"type":"tpu-v6e-slice","count":8}]; TPUs are no guest accelerators, they come with the machine; leave it out',
    ],
    wayOut: { guestAccelerators: undefined },
  },
  {
    title: "a misspelt key",
    wrong: { sliceCont: 2 },
    lines: ["sliceCont: 2; is not a known key; did you mean sliceCount?"],
    wayOut: { sliceCont: undefined, sliceCount: 2 },
  },
  {
    title: "the taint that the pool sets",
    wrong: { taints: [{ key: "google.com/tpu", value: "present", effect: "NoSchedule" }] },
    lines: [
      'taints[0]: {"key":"google.com/tpu","value":"present","effect":"NoSchedule"}; google.com/tpu:NoSchedule is set by the pool itself, and a second one is refused; leave it out',
    ],
    wayOut: { taints: undefined },
  },
  {
    title: "a taint with the same key and another value, which GKE refuses",
    wrong: { taints: [{ key: "google.com/tpu", value: "true", effect: "NoSchedule" }] },
    lines: [
      'taints[0]: {"key":"google.com/tpu","value":"true","effect":"NoSchedule"}; google.com/tpu:NoSchedule is set by the pool itself, and a second one is refused; leave it out',
    ],
    wayOut: { taints: [{ key: "example.com/serving", effect: "NoSchedule" }] },
  },
  {
    title: "a taint in the spelling of GKE",
    wrong: { taints: [{ key: "example.com/serving", effect: "NO_SCHEDULE" }] },
    lines: [
      'taints[0].effect: "NO_SCHEDULE"; must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean NoSchedule?',
    ],
    wayOut: { taints: [{ key: "example.com/serving", effect: "NoSchedule" }] },
  },
  {
    title: "the label that GKE sets",
    wrong: { labels: { "cloud.google.com/gke-tpu-topology": "2x4" } },
    lines: [
      'labels.cloud.google.com/gke-tpu-topology: "2x4"; is set by GKE; leave it out, or use a key of your own',
    ],
    wayOut: { labels: undefined },
  },
  {
    title: "the label of the pool",
    wrong: { labels: { "llmd/node-pool": "other" } },
    lines: [
      'labels.llmd/node-pool: "other"; is set by the pool itself; leave it out, or use a key of your own',
    ],
    wayOut: { labels: { "example.com/pool": "other" } },
  },
  {
    title: "a label that a kubelet must not set",
    wrong: { labels: { "kubernetes.io/role": "tpu" } },
    lines: [
      'labels.kubernetes.io/role: "tpu"; is set by Kubernetes, and a kubelet that tries to does not start; leave it out, or use a key of your own',
    ],
    wayOut: { labels: { "example.com/role": "tpu" } },
  },
  {
    title: "a list of labels",
    wrong: { labels: ["team"] },
    lines: ['labels: ["team"]; must be a map of texts; write keys and values'],
    wayOut: { labels: { team: "a" } },
  },
];

const NODES =
  "the number of nodes follows from topology and slices; write sliceCount, or minSliceCount and maxSliceCount";
const TOTAL =
  "GKE holds a slice to the limits of its zone, which it takes for 0 beside limits of all zones together; write sliceCount, or minSliceCount and maxSliceCount";
const PLACEMENT = "how hosts are placed follows from generation and topology; leave it out";

/** Further words of others, and what is said of each. */
const FOREIGN: Readonly<Record<string, string>> = {
  acceleratorType:
    "it counts chips of one generation and cores of another; write generation and topology",
  autoscaling: NODES,
  availabilityZone: "Google calls it a zone; write it as zone",
  cluster: "the cluster is named; write clusterName",
  compactPlacement: PLACEMENT,
  desiredSize: NODES,
  diskSizeGb: "Google counts it in GiB; write diskSizeGiB",
  initialNodeCount: NODES,
  locationPolicy: "a slice is in one zone, so that there is nothing to balance; leave it out",
  maxNodeCount: NODES,
  maxRunDuration: "it is written in seconds; write maxRunDurationSeconds",
  minNodeCount: NODES,
  numNodes: NODES,
  placementPolicyName: PLACEMENT,
  preemptible:
    "preemptible machines are spot machines that end after a day; write capacityType spot",
  reservationAffinity: "a reservation is named; write reservationName",
  serviceAccount: "it is the account of the nodes, not of the pods; write nodeServiceAccount",
  size: NODES,
  totalMinNodeCount: TOTAL,
};

/** The plan of the smallest pool with these changes; what is `undefined` is left out. */
function planWith(...changes: readonly object[]): Result<unknown> {
  const spec = Object.assign({}, gkeTpuNodePoolSpec(), ...changes);
  const given = Object.entries(spec).filter(([, value]) => value !== undefined);
  return planGkeTpuNodePool("tpu", anything(Object.fromEntries(given)));
}

describe("pools of TPU slices", () => {
  for (const { title, wrong, lines, wayOut } of REFUSALS) {
    it(`refuse ${title}, and plan with the way out`, () => {
      const mended = linesOf(planWith(wrong, wayOut));
      assert.deepEqual([linesOf(planWith(wrong)), mended], [lines, []]);
    });
  }

  for (const [key, text] of Object.entries(FOREIGN)) {
    it(`refuse ${key}, a word of others, and plan without it`, () => {
      assert.deepEqual(
        [linesOf(planWith({ [key]: 1 })), linesOf(planWith({ [key]: undefined }))],
        [[`${key}: 1; ${text}`], []],
      );
    });
  }

  it("tell everything that is wrong at once", () => {
    const wrong = { topology: "4x2", zone: "us-central1", sliceCount: 0, spot: true };
    assert.deepEqual(
      linesOf(planWith(wrong)).map((line) => line.split(":")[0]),
      ["sliceCount", "spot", "topology", "zone"],
    );
  });

  const names: readonly (readonly [string, object, string[]])[] = [
    [
      "a-name-that-is-far-too-long",
      {},
      [
        'name: "a-name-that-is-far-too-long"; a name here has at most 24 characters, this one has 27; shorten it by 3',
      ],
    ],
    [
      "a-name-of-24-characters-",
      {},
      [
        'name: "a-name-of-24-characters-"; a name has only lower-case letters, digits and -, and begins and ends with a letter or digit; write for example a-name-of-24-characters',
      ],
    ],
    [
      "a-name-of-24-characterss",
      { topology: "4x4", sliceCount: 100 },
      [
        'name: "a-name-of-24-characterss"; a name here has at most 22 characters, this one has 24; shorten it by 2',
      ],
    ],
    [
      "6e-slices",
      {},
      [
        'name: "6e-slices"; a node pool of GKE begins with a letter; write for example pool-6e-slices',
      ],
    ],
  ];
  for (const [name, changes, lines] of names) {
    it(`refuse the name ${name}, which GKE would cut or refuse`, () => {
      const spec = gkeTpuNodePoolSpec(anything(changes));
      assert.deepEqual(linesOf(planGkeTpuNodePool(name, spec)), lines);
    });
  }

  it("refuse what is no description of a pool", () => {
    assert.deepEqual(
      linesOf(planGkeTpuNodePool("tpu", anything("v6e"))).map((line) => line.split(";")[0]),
      ['(all): "v6e"'],
    );
  });

  it("give a plan or at least one reason, and never throw, whatever they are given", () => {
    const changes = fc.dictionary(fc.constantFrom(...TPU_POOL_KEYS), fc.anything());
    fc.assert(
      fc.property(changes, (given) => {
        const result = planWith(given);
        assert.ok(result.ok || result.issues.length > 0);
      }),
    );
  });
});

import assert from "node:assert/strict";
import { planEksEfaNodePool } from "../../plan/eks-efa-node-pool";
import { planEksGpuNodePool } from "../../plan/eks-gpu-node-pool";
import type { Result } from "../../units/issue";
import {
  CAPACITY_BLOCK,
  eksEfaNodePoolSpec,
  eksGpuNodePoolSpec,
  RESERVATION,
} from "../support/eks-pools";
import { anything, linesOf } from "../support/specs";

/** A wrong input on top of the smallest pool, what is said of it, and what it says to write instead. */
interface Refusal {
  readonly pool: "gpu" | "efa";
  readonly title: string;
  readonly wrong: object;
  readonly lines: readonly string[];
  /** Changes of the wrong input; an `undefined` leaves the key out. */
  readonly wayOut: object;
}

const FIFTY_ONE_TAINTS = Array.from({ length: 51 }, (_, index) => ({
  key: `taint-${index}`,
  effect: "NoSchedule",
}));

const REFUSALS: readonly Refusal[] = [
  {
    pool: "gpu",
    title: "no machine",
    wrong: { instanceType: undefined },
    lines: [
      'instanceType: absent; a pool has one type of machine; write an EC2 instance type such as "p5en.48xlarge"',
    ],
    wayOut: { instanceType: "p5en.48xlarge" },
  },
  {
    pool: "gpu",
    title: "a misspelt machine",
    wrong: { instanceType: "p5en.48xlage" },
    lines: [
      'instanceType: "p5en.48xlage"; is not in the catalogue of EC2 instance types; did you mean p5en.48xlarge? Otherwise make the group yourself, and describe it to models by a NodePoolRef',
    ],
    wayOut: { instanceType: "p5en.48xlarge" },
  },
  {
    pool: "gpu",
    title: "a machine that nobody knows",
    wrong: { instanceType: "x1.metal" },
    lines: [
      'instanceType: "x1.metal"; is not in the catalogue of EC2 instance types; make the group yourself, and describe it to models by a NodePoolRef',
    ],
    wayOut: { instanceType: "p5en.48xlarge" },
  },
  {
    pool: "gpu",
    title: "several machines: a pool is uniform",
    wrong: { instanceType: ["p5.48xlarge", "p5e.48xlarge"] },
    lines: [
      'instanceType: ["p5.48xlarge","p5e.48xlarge"]; a pool has one type of machine; write an EC2 instance type such as "p5en.48xlarge"',
    ],
    wayOut: { instanceType: "p5.48xlarge" },
  },
  {
    pool: "gpu",
    title: "Trainium, which the chart has no device for",
    wrong: { instanceType: "trn2.48xlarge" },
    lines: [
      'instanceType: "trn2.48xlarge"; has Trainium, and llm-d-modelservice has no device aws.amazon.com/neuron; use a machine with NVIDIA devices',
    ],
    wayOut: { instanceType: "p5en.48xlarge" },
  },
  {
    pool: "gpu",
    title: "Inferentia, which the chart has no device for",
    wrong: { instanceType: "inf2.48xlarge" },
    lines: [
      'instanceType: "inf2.48xlarge"; has Inferentia, and llm-d-modelservice has no device aws.amazon.com/neuron; use a machine with NVIDIA devices',
    ],
    wayOut: { instanceType: "g6e.48xlarge" },
  },
  {
    pool: "gpu",
    title: "a machine without devices",
    wrong: { instanceType: "m7a.32xlarge" },
    lines: ['instanceType: "m7a.32xlarge"; has no devices; use a machine with NVIDIA devices'],
    wayOut: { instanceType: "g6.xlarge" },
  },
  {
    pool: "gpu",
    title: "a device that is newer than the driver of the image",
    wrong: { instanceType: "g7.48xlarge" },
    lines: [
      'instanceType: "g7.48xlarge"; RTX-PRO-4500 needs NVIDIA driver 595, and the image AL2023_x86_64_NVIDIA of EKS has driver 580; use another machine such as g7e or g6e, or make the group yourself with an image of your own',
    ],
    wayOut: { instanceType: "g7e.48xlarge" },
  },
  {
    pool: "gpu",
    title: "the same on Bottlerocket, whose driver is not known",
    wrong: { instanceType: "g7.48xlarge", operatingSystem: "bottlerocket" },
    lines: [
      'instanceType: "g7.48xlarge"; RTX-PRO-4500 needs NVIDIA driver 595, and the image BOTTLEROCKET_x86_64_NVIDIA of EKS has an unknown driver; use another machine such as g7e or g6e, or make the group yourself with an image of your own',
    ],
    wayOut: { instanceType: "g6e.48xlarge" },
  },
  {
    pool: "gpu",
    title: "the list of machines that a node group has",
    wrong: { instanceTypes: ["p5en.48xlarge"] },
    lines: [
      'instanceTypes: ["p5en.48xlarge"]; the machines of a pool are all alike; write the one as instanceType',
    ],
    wayOut: { instanceTypes: undefined },
  },
  {
    pool: "gpu",
    title: "the disk size of a node group, which EKS refuses beside a launch template",
    wrong: { diskSize: 500 },
    lines: ["diskSize: 500; EKS refuses it beside a launch template; write diskSizeGiB"],
    wayOut: { diskSize: undefined, diskSizeGiB: 500 },
  },
  {
    pool: "gpu",
    title: "a disk that is smaller than an image of EKS",
    wrong: { diskSizeGiB: 10 },
    lines: [
      "diskSizeGiB: 10; must be a whole number of 20 or more; write 20 or more, or leave it out",
    ],
    wayOut: { diskSizeGiB: 20 },
  },
  {
    pool: "gpu",
    title: "a disk size as a quantity",
    wrong: { diskSizeGiB: "500Gi" },
    lines: [
      'diskSizeGiB: "500Gi"; must be a whole number of 20 or more; write 20 or more, or leave it out',
    ],
    wayOut: { diskSizeGiB: 500 },
  },
  {
    pool: "gpu",
    title: "the spelling of nodeadm for local disks",
    wrong: { localStorage: "RAID0" },
    lines: ['localStorage: "RAID0"; must be one of raid0, unused; did you mean raid0?'],
    wayOut: { localStorage: "raid0" },
  },
  {
    pool: "gpu",
    title: "local disks as mounts, which pods do not use by themselves",
    wrong: { localStorage: "Mount" },
    lines: ['localStorage: "Mount"; must be one of raid0, unused; use one of raid0, unused'],
    wayOut: { localStorage: "unused" },
  },
  {
    pool: "gpu",
    title: "an image of one's own, which would need all of the user data",
    wrong: { imageId: "ami-0123" },
    lines: [
      'imageId: "ami-0123"; the image is one that EKS builds; choose operatingSystem and releaseVersion',
    ],
    wayOut: { imageId: undefined },
  },
  {
    pool: "gpu",
    title: "the image type of EKS",
    wrong: { amiType: "AL2_x86_64_GPU" },
    lines: [
      'amiType: "AL2_x86_64_GPU"; the image follows from operatingSystem and the machine; choose operatingSystem',
    ],
    wayOut: { amiType: undefined, operatingSystem: "al2023" },
  },
  {
    pool: "gpu",
    title: "Amazon Linux 2, which ended with Kubernetes 1.32",
    wrong: { operatingSystem: "al2" },
    lines: [
      'operatingSystem: "al2"; must be one of al2023, bottlerocket; use one of al2023, bottlerocket',
    ],
    wayOut: { operatingSystem: "al2023" },
  },
  {
    pool: "gpu",
    title: "a release version of nothing",
    wrong: { releaseVersion: "" },
    lines: [
      'releaseVersion: ""; must be a text that is not empty; write the word, or leave it out',
    ],
    wayOut: { releaseVersion: undefined },
  },
  {
    pool: "gpu",
    title: "a misspelt key",
    wrong: { maxSiz: 4 },
    lines: ["maxSiz: 4; is not a known key; did you mean maxSize?"],
    wayOut: { maxSiz: undefined, maxSize: 4 },
  },
  {
    pool: "gpu",
    title: "the capacity type in the spelling of EKS",
    wrong: { capacityType: "ON_DEMAND" },
    lines: [
      'capacityType: "ON_DEMAND"; must be one of on-demand, spot, capacity-block; did you mean on-demand?',
    ],
    wayOut: { capacityType: "on-demand" },
  },
  {
    pool: "gpu",
    title: "a Capacity Block in the spelling of EKS",
    wrong: { capacityType: "CAPACITY_BLOCK" },
    lines: [
      'capacityType: "CAPACITY_BLOCK"; must be one of on-demand, spot, capacity-block; did you mean capacity-block?',
    ],
    wayOut: { ...CAPACITY_BLOCK },
  },
  {
    pool: "gpu",
    title: "the capacity type of Karpenter for reservations",
    wrong: { capacityType: "reserved" },
    lines: [
      'capacityType: "reserved"; must be one of on-demand, spot, capacity-block; use one of on-demand, spot, capacity-block',
    ],
    wayOut: { ...RESERVATION, capacityType: "on-demand" },
  },
  {
    pool: "gpu",
    title: "a Capacity Block without its reservation",
    wrong: { capacityType: "capacity-block" },
    lines: [
      "capacityReservationId: absent; the machines of a Capacity Block come from its reservation; write the id of the block",
    ],
    wayOut: { ...CAPACITY_BLOCK },
  },
  {
    pool: "gpu",
    title: "a Capacity Block without its size",
    wrong: { ...CAPACITY_BLOCK, capacityReservationSize: undefined },
    lines: [
      "capacityReservationSize: absent; no more machines start than the Capacity Block has; write how many machines it has",
    ],
    wayOut: { capacityReservationSize: 2 },
  },
  {
    pool: "gpu",
    title: "a Capacity Block without its zone",
    wrong: { ...CAPACITY_BLOCK, availabilityZone: undefined },
    lines: [
      "availabilityZone: absent; a reservation lies in one zone; write the zone of the reservation",
    ],
    wayOut: { availabilityZone: "us-east-1a" },
  },
  {
    pool: "gpu",
    title: "a pool that is larger than its Capacity Block",
    wrong: { ...CAPACITY_BLOCK, maxSize: 3 },
    lines: [
      "maxSize: 3; the reservation has 2 machines, and no further one would start; write 2 or less",
    ],
    wayOut: { maxSize: 2 },
  },
  {
    pool: "gpu",
    title: "more nodes at all times than a Capacity Block has",
    wrong: { ...CAPACITY_BLOCK, minSize: 3 },
    lines: [
      "minSize: 3; the reservation has 2 machines, and no further one would start; write 2 or less",
    ],
    wayOut: { minSize: 2 },
  },
  {
    pool: "gpu",
    title: "more nodes at creation than a Capacity Block has",
    wrong: { ...CAPACITY_BLOCK, desiredSize: 3 },
    lines: [
      "desiredSize: 3; must be from minSize 0 to maxSize 2; write a number in between, or leave it out",
    ],
    wayOut: { desiredSize: 0 },
  },
  {
    pool: "gpu",
    title: "a pool that is larger than its reservation",
    wrong: { ...RESERVATION, maxSize: 3 },
    lines: [
      "maxSize: 3; the reservation has 2 machines, and no further one would start; write 2 or less",
    ],
    wayOut: { maxSize: 2 },
  },
  {
    pool: "gpu",
    title: "a reservation without its zone",
    wrong: { ...RESERVATION, availabilityZone: undefined },
    lines: [
      "availabilityZone: absent; a reservation lies in one zone; write the zone of the reservation",
    ],
    wayOut: { availabilityZone: "us-east-1a" },
  },
  {
    pool: "gpu",
    title: "the subnets of several zones with a reservation, which lies in one",
    wrong: { ...RESERVATION, subnetIds: ["subnet-a", "subnet-b"] },
    lines: [
      "subnetIds: 2; a reservation lies in one zone, and so in one subnet; name the one in its zone",
    ],
    wayOut: { subnetIds: ["subnet-a"] },
  },
  {
    pool: "gpu",
    title: "spot machines from a reservation",
    wrong: { ...RESERVATION, capacityType: "spot" },
    lines: [
      'capacityReservationId: "cr-0123456789abcdef0"; spot machines come from no reservation; leave it out, or use on-demand',
    ],
    wayOut: { capacityType: "on-demand" },
  },
  {
    pool: "gpu",
    title: "a reservation by the ARN of its group",
    wrong: {
      ...RESERVATION,
      capacityReservationId: "arn:aws:resource-groups:us-east-1:000000000000:group/a",
    },
    lines: [
      'capacityReservationId: "arn:aws:resource-groups:us-east-1:000000000000:group/a"; is no id of a capacity reservation; write its id, such as "cr-0123456789abcdef0"',
    ],
    wayOut: { capacityReservationId: "cr-0123456789abcdef0" },
  },
  {
    pool: "gpu",
    title: "the size of a reservation that is not there",
    wrong: { capacityReservationSize: 2 },
    lines: [
      "capacityReservationSize: 2; there is no reservation; name capacityReservationId too, or leave it out",
    ],
    wayOut: { ...RESERVATION },
  },
  {
    pool: "gpu",
    title: "a minimum above the maximum",
    wrong: { minSize: 4, maxSize: 2 },
    lines: ["maxSize: 2; is below minSize 4; write 4 or more, or lower minSize"],
    wayOut: { maxSize: 4 },
  },
  {
    pool: "gpu",
    title: "more nodes at creation than the maximum",
    wrong: { minSize: 1, maxSize: 2, desiredSize: 3 },
    lines: [
      "desiredSize: 3; must be from minSize 1 to maxSize 2; write a number in between, or leave it out",
    ],
    wayOut: { desiredSize: 2 },
  },
  {
    pool: "gpu",
    title: "fewer nodes at creation than the minimum",
    wrong: { minSize: 2, maxSize: 4, desiredSize: 1 },
    lines: [
      "desiredSize: 1; must be from minSize 2 to maxSize 4; write a number in between, or leave it out",
    ],
    wayOut: { desiredSize: undefined },
  },
  {
    pool: "gpu",
    title: "a negative minimum",
    wrong: { minSize: -1 },
    lines: ["minSize: -1; must be a whole number of 0 or more; write 0 or more, or leave it out"],
    wayOut: { minSize: 0 },
  },
  {
    pool: "gpu",
    title: "a maximum of 0, which EKS refuses",
    wrong: { minSize: 0, maxSize: 0 },
    lines: ["maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out"],
    wayOut: { maxSize: 1 },
  },
  {
    pool: "gpu",
    title: "half a node",
    wrong: { maxSize: 1.5 },
    lines: ["maxSize: 1.5; must be a whole number of 1 or more; write 1 or more, or leave it out"],
    wayOut: { maxSize: 2 },
  },
  {
    pool: "gpu",
    title: "a word for whether someone else scales",
    wrong: { ignoreScalingChanges: "desiredSize" },
    lines: ['ignoreScalingChanges: "desiredSize"; must be true or false; write true or false'],
    wayOut: { ignoreScalingChanges: true },
  },
  {
    pool: "gpu",
    title: "more pods than a managed group lets a node have",
    wrong: { instanceType: "p4d.24xlarge", maxPods: 737 },
    lines: [
      "maxPods: 737; must be a whole number from 1 to 250, the most on p4d.24xlarge; write a number in between, or leave it out",
    ],
    wayOut: { maxPods: 250 },
  },
  {
    pool: "gpu",
    title: "more pods than a managed group lets a small node have",
    wrong: { instanceType: "g6.xlarge", maxPods: 250 },
    lines: [
      "maxPods: 250; must be a whole number from 1 to 110, the most on g6.xlarge; write a number in between, or leave it out",
    ],
    wayOut: { maxPods: 110 },
  },
  {
    pool: "gpu",
    title: "no pods",
    wrong: { maxPods: 0 },
    lines: [
      "maxPods: 0; must be a whole number from 1 to 250, the most on p5en.48xlarge; write a number in between, or leave it out",
    ],
    wayOut: { maxPods: 1 },
  },
  {
    pool: "gpu",
    title: "a label that EKS sets",
    wrong: { labels: { "eks.amazonaws.com/nodegroup": "a" } },
    lines: [
      'labels.eks.amazonaws.com/nodegroup: "a"; is set by EKS; leave it out, or use a key of your own',
    ],
    wayOut: { labels: undefined },
  },
  {
    pool: "gpu",
    title: "a label with which a kubelet does not start",
    wrong: { labels: { "node-role.kubernetes.io/gpu": "" } },
    lines: [
      'labels.node-role.kubernetes.io/gpu: ""; is set by Kubernetes, and a kubelet that tries to does not start; leave it out, or use a key of your own',
    ],
    wayOut: { labels: { role: "gpu" } },
  },
  {
    pool: "gpu",
    title: "taking the label away that the device plugin looks for",
    wrong: { labels: { "nvidia.com/gpu.present": "false" } },
    lines: [
      'labels.nvidia.com/gpu.present: "false"; is set by the pool itself; leave it out, or use a key of your own',
    ],
    wayOut: { labels: undefined },
  },
  {
    pool: "gpu",
    title: "a label value with a space",
    wrong: { labels: { team: "a b" } },
    lines: [
      'labels.team: "a b"; a label value has only letters, digits, -, _ and ., and begins and ends with a letter or digit; replace the other characters, for example / by -',
    ],
    wayOut: { labels: { team: "a-b" } },
  },
  {
    pool: "gpu",
    title: "label keys that Kubernetes does not take, however good their values",
    wrong: { labels: { "my label!": "x", "": "y" } },
    lines: [
      'labels.my label!: "my label!"; a key is at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit, after a domain and / if any; write for example example.com/pool',
      'labels: ""; a key is at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit, after a domain and / if any; write for example example.com/pool',
    ],
    wayOut: { labels: { "my-label": "x" } },
  },
  {
    pool: "gpu",
    title: "a metadata service that reaches beyond pods",
    wrong: { metadataHopLimit: 3 },
    lines: [
      "metadataHopLimit: 3; must be 1, which keeps pods from the credentials of the node role, or 2; write 2 for pods that need the metadata service, or leave it out",
    ],
    wayOut: { metadataHopLimit: 2 },
  },
  {
    pool: "gpu",
    title: "labels as a list",
    wrong: { labels: ["team"] },
    lines: ['labels: ["team"]; must be a map of texts; write keys and values'],
    wayOut: { labels: { team: "a" } },
  },
  {
    pool: "gpu",
    title: "the effect of a taint in the spelling of EKS",
    wrong: { taints: [{ key: "nvidia.com/gpu", effect: "NO_SCHEDULE" }] },
    lines: [
      'taints[0].effect: "NO_SCHEDULE"; must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean NoSchedule?',
    ],
    wayOut: { taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }] },
  },
  {
    pool: "gpu",
    title: "a taint as a text",
    wrong: { taints: "nvidia.com/gpu" },
    lines: ['taints: "nvidia.com/gpu"; must be a list of taints; write key and effect of each'],
    wayOut: { taints: undefined },
  },
  {
    pool: "gpu",
    title: "more taints than a managed group has",
    wrong: { taints: FIFTY_ONE_TAINTS },
    lines: ["taints: 51; a managed node group has at most 50 taints; leave some out"],
    wayOut: { taints: [] },
  },
  {
    pool: "gpu",
    title: "no subnet",
    wrong: { subnetIds: [] },
    lines: [
      "subnetIds: []; nodes need a subnet; name one or more subnets of the cluster's network",
    ],
    wayOut: { subnetIds: ["subnet-a"] },
  },
  {
    pool: "gpu",
    title: "EFA in a pool without it",
    wrong: { enableEfaSupport: true },
    lines: [
      "enableEfaSupport: true; EFA needs interfaces, a group and a zone of its own; use EksEfaNodePool",
    ],
    wayOut: { enableEfaSupport: undefined },
  },
  {
    pool: "efa",
    title: "a machine without EFA",
    wrong: { instanceType: "g6.xlarge" },
    lines: [
      'instanceType: "g6.xlarge"; has no EFA interface; use EksGpuNodePool, or a machine with EFA',
    ],
    wayOut: { instanceType: "g6.8xlarge" },
  },
  {
    pool: "efa",
    title: "EFA on card 0 of a machine that has none there",
    wrong: { instanceType: "p6-b300.48xlarge", interfaceLayout: "efa-on-every-card" },
    lines: [
      'interfaceLayout: "efa-on-every-card"; card 0 of p6-b300.48xlarge has no EFA; use ena-and-efa-only',
    ],
    wayOut: { interfaceLayout: "ena-and-efa-only" },
  },
  {
    pool: "efa",
    title: "a layout that there is not",
    wrong: { interfaceLayout: "efa-only" },
    lines: [
      'interfaceLayout: "efa-only"; must be one of ena-and-efa-only, efa-on-every-card; use one of ena-and-efa-only, efa-on-every-card',
    ],
    wayOut: { interfaceLayout: "ena-and-efa-only" },
  },
  {
    pool: "efa",
    title: "interfaces of one's own",
    wrong: { networkInterfaces: [] },
    lines: [
      "networkInterfaces: []; the interfaces follow from the machine; choose interfaceLayout",
    ],
    wayOut: { networkInterfaces: undefined },
  },
  {
    pool: "efa",
    title: "a public address, which machines with several interfaces cannot have",
    wrong: { associatePublicIpAddress: true },
    lines: [
      "associatePublicIpAddress: true; a machine with several interfaces cannot have a public address; leave it out",
    ],
    wayOut: { associatePublicIpAddress: undefined },
  },
  {
    pool: "efa",
    title: "no zone: EFA is in one",
    wrong: { availabilityZone: undefined },
    lines: [
      "availabilityZone: absent; EFA does not reach beyond its zone; write the zone of the subnet",
    ],
    wayOut: { availabilityZone: "us-east-1a" },
  },
  {
    pool: "efa",
    title: "a reservation without its zone",
    wrong: { ...RESERVATION, availabilityZone: undefined },
    lines: [
      "availabilityZone: absent; a reservation lies in one zone; write the zone of the reservation",
    ],
    wayOut: { availabilityZone: "us-east-1a" },
  },
  {
    pool: "efa",
    title: "several subnets: EFA is in one",
    wrong: { subnetIds: ["subnet-a", "subnet-b"] },
    lines: ['subnetIds: ["subnet-a","subnet-b"]; is not a known key; did you mean subnetId?'],
    wayOut: { subnetIds: undefined, subnetId: "subnet-a" },
  },
  {
    pool: "efa",
    title: "the placement of eksctl",
    wrong: { placement: "mine" },
    lines: [
      'placement: "mine"; a pool is in a placement group or in none; write placementGroupName',
    ],
    wayOut: { placement: undefined, placementGroupName: "mine" },
  },
  {
    pool: "efa",
    title: "a placement group without a name",
    wrong: { placementGroupName: "" },
    lines: [
      'placementGroupName: ""; must be a text that is not empty; write the word, or leave it out',
    ],
    wayOut: { placementGroupName: "mine" },
  },
  {
    pool: "efa",
    title: "a Capacity Block that is smaller than the pool",
    wrong: { ...CAPACITY_BLOCK, maxSize: 4 },
    lines: [
      "maxSize: 4; the reservation has 2 machines, and no further one would start; write 2 or less",
    ],
    wayOut: { maxSize: 2 },
  },
];

const PLANS = {
  gpu: { base: eksGpuNodePoolSpec(), plan: planEksGpuNodePool },
  efa: { base: eksEfaNodePoolSpec(), plan: planEksEfaNodePool },
} as const;

function plan(pool: Refusal["pool"], changes: object): Result<unknown> {
  const whole = Object.entries({ ...PLANS[pool].base, ...changes });
  const given = Object.fromEntries(whole.filter(([, value]) => value !== undefined));
  return PLANS[pool].plan("pool", anything(given));
}

describe("pools on EKS", () => {
  for (const { pool, title, wrong, lines, wayOut } of REFUSALS) {
    it(`refuse ${title}, and plan with the way out (${pool})`, () => {
      const mended = linesOf(plan(pool, { ...wrong, ...wayOut }));
      assert.deepEqual([linesOf(plan(pool, wrong)), mended], [lines, []]);
    });
  }

  it("tell everything that is wrong at once", () => {
    const wrong = { instanceType: "g6.xlarge", maxSize: 0, capacityType: "block", diskSizeGiB: 1 };
    const paths = linesOf(plan("efa", { ...wrong, labels: { a: "b c" }, maxPods: 0 })).map(
      (line) => line.split(":")[0],
    );
    assert.deepEqual(paths, [
      "capacityType",
      "diskSizeGiB",
      "instanceType",
      "labels.a",
      "maxPods",
      "maxSize",
    ]);
  });

  it("refuse a name that the group could not have with its suffix", () => {
    const lines = linesOf(planEksGpuNodePool("a".repeat(45), eksGpuNodePoolSpec()));
    assert.deepEqual(lines, [
      'name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; a name here has at most 44 characters, this one has 45; shorten it by 1',
    ]);
  });

  it("refuse what is no description of a pool", () => {
    const results = [
      planEksGpuNodePool("a", anything("p5")),
      planEksEfaNodePool("a", anything([])),
    ];
    assert.deepEqual(
      results.map((result) => linesOf(result).length),
      [1, 1],
    );
  });
});

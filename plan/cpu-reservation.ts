/**
 * What the kubelet keeps of the processors: a share of each slice, in ten-thousandths. EKS has taken the slices of GKE.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 * https://github.com/awslabs/amazon-eks-ami/blob/db28da15d2b696bc08ac3aacc9675694f4a69933/files/bootstrap.sh#L251
 */
const SLICES = [
  { fromMilliCpu: 0, toMilliCpu: 1000, perTenThousand: 600 },
  { fromMilliCpu: 1000, toMilliCpu: 2000, perTenThousand: 100 },
  { fromMilliCpu: 2000, toMilliCpu: 4000, perTenThousand: 50 },
  { fromMilliCpu: 4000, toMilliCpu: Number.POSITIVE_INFINITY, perTenThousand: 25 },
] as const;

/** What is left of the processors for pods, in thousandths of a core. */
export function allocatableMilliCpu(vcpus: number): number {
  const capacity = vcpus * 1000;
  let reserved = 0;
  for (const { fromMilliCpu, toMilliCpu, perTenThousand } of SLICES) {
    const slice = Math.min(capacity, toMilliCpu) - fromMilliCpu;
    if (slice > 0) reserved += Math.floor((slice * perTenThousand) / 10_000);
  }
  return Math.max(0, capacity - reserved);
}

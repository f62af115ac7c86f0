/** Processors and memory of one node: all that it has, or what the scheduler gives to pods before daemon sets take their part. */
export interface NodeResources {
  /** Processors, in thousandths. */
  readonly milliCpu: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
}

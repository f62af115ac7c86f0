import type { RoleName } from "./model-role";
import type { NodePoolPlan } from "./node-pool";

/** The pool of each role that a model has; none while one of them is not known. */
export type RolePools = Readonly<Partial<Record<RoleName, NodePoolPlan>>>;

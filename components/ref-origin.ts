import type { ComponentResource, Resource } from "@pulumi/pulumi";

/**
 * From a reference to the component that made it. A reference is plain data, so that plans can read it, and plain
 * data carries no dependency: without this a release would start beside a claim that is not there yet. A reference
 * written or copied by hand has no origin; its users say `dependsOn` themselves.
 */
const origins = new WeakMap<object, Resource>();

/** Remembers the component that made a reference, and returns the reference. */
export function rememberOrigin<T extends object>(ref: T, component: ComponentResource): T {
  origins.set(ref, component);
  return ref;
}

/** The components that made these references, where known, each once. */
export function findOrigins(refs: readonly (object | undefined)[]): Resource[] {
  return [...new Set(refs.flatMap((ref) => (ref === undefined ? [] : (origins.get(ref) ?? []))))];
}

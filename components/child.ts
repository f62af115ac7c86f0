import {
  type ComponentResource,
  type CustomResourceOptions,
  mergeOptions,
  type Resource,
} from "@pulumi/pulumi";

/** Name of a child: part of its identity, so made in this one place. */
export function childName(name: string, key: string): string {
  return `${name}-${key}`;
}

/** Options that every child of a component has. Providers, protection and aliases come from the parent. */
export function childOptions(
  parent: ComponentResource,
  dependsOn: readonly Resource[],
  options: CustomResourceOptions = {},
): CustomResourceOptions {
  return mergeOptions({ parent, dependsOn: [...dependsOn] }, options);
}

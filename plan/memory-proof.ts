import type { Model } from "../catalog/models";
import { type Issue, type Result, renderIssues } from "../units/issue";
import type { PlacedRole } from "./model-roles";
import type { ModelServiceSpec } from "./model-service-spec";
import { planRoleMemory } from "./role-memory";
import type { ProvedRole } from "./role-plan";

/** Every role with the memory of its devices, and what was let through. */
export interface MemoryProof {
  readonly roles: readonly ProvedRole[];
  /** One text for each refusal that `allowUnproven` lets through. */
  readonly warnings: readonly string[];
}

/** Proves that every role fits its devices, or refuses; once nothing else is wrong, since the arithmetic needs it all. */
export function proveMemory(
  { model: { id }, engine, allowUnproven }: ModelServiceSpec,
  roles: readonly PlacedRole[],
  { image, model }: { readonly image: string; readonly model: Model | undefined },
): Result<MemoryProof> {
  const proofs = roles.map((role) => ({
    role,
    ...planRoleMemory(role, { engine, image, modelId: id, model }),
  }));
  // Roles that differ in nothing that counts are refused alike, and once where the setting is shared.
  const issues = proofs.flatMap((proof) => proof.issues);
  if (issues.length > 0 && allowUnproven === undefined) return { ok: false, issues };
  return {
    ok: true,
    value: {
      roles: proofs.map(({ role, memory }) => ({ ...role, memory })),
      warnings: issues.map((each) => describeAllowed(each, allowUnproven)),
    },
  };
}

function describeAllowed(refusal: Issue, reason: string | undefined): string {
  return `${renderIssues([refusal])}; allowed unproven: ${reason}`;
}

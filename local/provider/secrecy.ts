import {
  hasSecret,
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
  revealSecrets,
  Secret,
} from "./wire";

/**
 * `target` with everything secret that is secret at the same place in `source`.
 *
 * What comes back from the cluster is plain text; without this a secret that was put in would come out as none.
 * A list with a secret in it becomes secret as a whole, because its items may have moved.
 */
export function copySecrecy(source: PropertyMap, target: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(target).map(([name, value]) => [name, copyValue(source[name], value)]),
  );
}

function copyValue(
  source: PropertyValue | undefined,
  target: PropertyValue | undefined,
): PropertyValue | undefined {
  if (target === undefined || target instanceof Secret) return target;
  if (isMap(source) && isMap(target)) return copySecrecy(source, target);
  const isSecret = source instanceof Secret || (isList(source) && hasSecret(source));
  return isSecret ? new Secret(target) : target;
}

/** Shorter texts are too common to be taken out of a sentence, and no secret worth the name is that short. */
const SHORTEST_SECRET = 5;

/** The text without any secret of `inputs`: programs like to quote what they refuse. */
export function redact(text: string, inputs: PropertyMap): string {
  const secrets = collectSecretTexts(inputs, false).filter(
    (each) => each.length >= SHORTEST_SECRET,
  );
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((redacted, secret) => redacted.replaceAll(secret, "[secret]"), text);
}

function collectSecretTexts(value: PropertyValue | undefined, isSecret: boolean): string[] {
  if (value instanceof Secret) return collectSecretTexts(revealSecrets(value), true);
  if (typeof value === "string") return isSecret ? [value] : [];
  if (isList(value)) return value.flatMap((each) => collectSecretTexts(each, isSecret));
  if (!isMap(value)) return [];
  return Object.values(value).flatMap((each) => collectSecretTexts(each, isSecret));
}

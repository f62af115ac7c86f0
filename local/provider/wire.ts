import {
  specialSecretSig as SECRET_SIGNATURE,
  specialSigKey as SIGNATURE_KEY,
  unknownValue as UNKNOWN_TEXT,
} from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/**
 * A resource property as the engine means it.
 *
 * Secrets and unknowns have a type of their own, so that neither can be taken for a string by accident.
 * Every other special value (asset, archive, resource reference) stays the record that came over the wire,
 * signature included, and goes back unchanged.
 */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | Secret
  | Unknown
  | readonly PropertyValue[]
  | PropertyMap;

/** Properties by name. A key whose value is `undefined` is absent: the wire has no word for it. */
export interface PropertyMap {
  readonly [name: string]: PropertyValue | undefined;
}

/** A value that the engine encrypts in its state and hides in what it prints. */
export class Secret {
  readonly value: PropertyValue;

  constructor(value: PropertyValue) {
    this.value = value;
  }

  /** A secret that finds its way into a log or a JSON text shows nothing. */
  toJSON(): string {
    return "[secret]";
  }
}

/** A value that a preview cannot know yet. */
export class Unknown {
  /** Keeps this type apart from others that can be printed. */
  private readonly kind = "unknown";

  toJSON(): string {
    return `[${this.kind}]`;
  }
}

export const UNKNOWN = new Unknown();

/** What a protobuf struct holds; the published type of it is `any` and `{}`. */
type WireValue = null | boolean | number | string | readonly WireValue[] | WireRecord;
interface WireRecord {
  readonly [name: string]: WireValue;
}

/** Properties as they came from the engine. An absent struct has no properties. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : mapRecord(struct.toJavaScript() as WireRecord, fromWire);
}

/** Properties as they go to the engine. Keys that are `undefined` are left out: `Struct` throws on them. */
export function toStruct(properties: PropertyMap): Struct {
  return Struct.fromJavaScript(toWireRecord(properties));
}

/** The value with every secret in it laid open, for those who need the content: helm, kubectl, comparisons. */
export function revealSecrets(value: PropertyMap): PropertyMap;
export function revealSecrets(value: PropertyValue | undefined): PropertyValue | undefined;
export function revealSecrets(value: PropertyValue | undefined): PropertyValue | undefined {
  if (value instanceof Secret) return revealSecrets(value.value);
  if (isList(value)) return value.map((each) => revealSecrets(each) ?? null);
  if (isMap(value)) return mapRecord(value, revealSecrets);
  return value;
}

/** True when a preview cannot know some part of the value yet. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  return isOrHolds(value, (each) => each instanceof Unknown);
}

/** True when some part of the value is secret. */
export function hasSecret(value: PropertyValue | undefined): boolean {
  return isOrHolds(value, (each) => each instanceof Secret);
}

export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** True for a record of properties: no list, no secret, no unknown. */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown)
  );
}

/** A value inside nested records, nothing when any step is absent. */
export function valueAt(
  object: PropertyMap | undefined,
  ...path: readonly string[]
): PropertyValue | undefined {
  let value: PropertyValue | undefined = object;
  for (const name of path) value = isMap(value) ? value[name] : undefined;
  return value;
}

/** A text inside nested records; absent when it is no text. */
export function textAt(
  object: PropertyMap | undefined,
  ...path: readonly string[]
): string | undefined {
  const value = valueAt(object, ...path);
  return typeof value === "string" ? value : undefined;
}

function isOrHolds(
  value: PropertyValue | undefined,
  matches: (value: PropertyValue) => boolean,
): boolean {
  if (value === undefined) return false;
  if (matches(value)) return true;
  if (value instanceof Secret) return isOrHolds(value.value, matches);
  if (isList(value)) return value.some((each) => isOrHolds(each, matches));
  return isMap(value) && Object.values(value).some((each) => isOrHolds(each, matches));
}

function fromWire(value: WireValue): PropertyValue {
  if (value === UNKNOWN_TEXT) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (isWireList(value)) return value.map(fromWire);
  if (value[SIGNATURE_KEY] === SECRET_SIGNATURE) return new Secret(fromWire(value.value ?? null));
  return mapRecord(value, fromWire);
}

function isWireList(value: readonly WireValue[] | WireRecord): value is readonly WireValue[] {
  return Array.isArray(value);
}

function toWire(value: PropertyValue): WireValue {
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (value instanceof Secret) {
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: toWire(value.value) };
  }
  if (isList(value)) return value.map(toWire);
  return isMap(value) ? toWireRecord(value) : value;
}

function toWireRecord(properties: PropertyMap): { readonly [name: string]: WireValue } {
  const present = Object.entries(properties).filter(
    (entry): entry is [string, PropertyValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(present.map(([name, value]) => [name, toWire(value)]));
}

function mapRecord<From, To>(
  record: { readonly [name: string]: From },
  convert: (value: From) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
}

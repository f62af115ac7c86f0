/** A record with the key, or an empty one; an empty list or map says nothing either. */
export function whenPresent<K extends string, V extends object | string>(
  key: K,
  value: V | undefined,
): Partial<Record<K, V>> {
  if (value === undefined || Object.keys(value).length === 0) return {};
  const record: Partial<Record<K, V>> = {};
  record[key] = value;
  return record;
}

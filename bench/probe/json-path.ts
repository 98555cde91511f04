/** Where a value sits in a JSON document, such as `['items', 0, 'sku']`. */
export type JsonPath = readonly (string | number)[]

export type JsonObject = Readonly<Record<string, unknown>>

/** `items.0.sku`, as `--field` takes it. */
export function formatJsonPath(path: JsonPath): string {
  return path.join('.')
}

/** Undefined where nothing is there. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = (value as Record<string | number, unknown>)[segment]
  }
  return value
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

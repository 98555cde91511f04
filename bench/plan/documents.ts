export interface DocumentPlan {
  /** What the server is started with as `--documents`. */
  readonly documents: number
  /** Per size, one document id for each connection. All ids have the same number of digits, so that bytes are alike. */
  readonly idsBySize: readonly (readonly number[])[]
}

/** Document i of a server has size number (i - 1) mod n. */
export function planDocuments(sizes: number, connections: number): DocumentPlan {
  const span = sizes * connections
  const digits = [1, 2, 3, 4].find((count) => 10 ** count - 10 ** (count - 1) >= span + sizes) ?? 5
  const lowest = 10 ** (digits - 1)
  const idsBySize = Array.from({ length: sizes }, (_, size) => {
    const first = lowest + ((size - ((lowest - 1) % sizes) + sizes) % sizes)
    return Array.from({ length: connections }, (__, connection) => first + connection * sizes)
  })
  return { documents: Math.max(...idsBySize.flat()), idsBySize }
}

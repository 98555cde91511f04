/** A figure at a size. */
export interface SizePoint {
  readonly sizeBytes: number
  readonly value: number
}

/**
 * The figure at any size: on straight lines between the measured ones, and on beyond the outer two. A request has a fixed
 * part and one that grows with its content, so its cost is a straight line in the size, and not one on log scales: 10 kB left
 * out between 1 and 100 kB, a line missed a measured 200 by 8 %, a log-log line by 55 %.
 *
 * A single point lies on the line that starts from `fixedPart` without any content. Points are ascending, at least one.
 * Beyond them nothing falls below a quarter of the smallest, nor below the largest.
 */
export function valueAtSize(points: readonly SizePoint[], sizeBytes: number, fixedPart: () => number): number {
  const [first] = points
  if (first === undefined) throw new RangeError('no point to draw a line through; ask for a class that was measured')
  if (points.length === 1) {
    const start = Math.min(fixedPart(), first.value)
    return start + ((first.value - start) * sizeBytes) / first.sizeBytes
  }
  const above = points.findIndex((point) => point.sizeBytes >= sizeBytes)
  const index = above === -1 ? points.length - 1 : Math.max(1, above)
  const [from, to] = [points[index - 1]!, points[index]!]
  const share = (sizeBytes - from.sizeBytes) / (to.sizeBytes - from.sizeBytes)
  const onLine = from.value + (to.value - from.value) * share
  if (share > 1) return Math.max(to.value, onLine)
  return share < 0 ? Math.max(first.value / 4, onLine) : onLine
}

/**
 * Collects at a moment when nothing is measured (`npm run bench` exposes gc; without it, nothing). Left to itself the heap
 * of the generator grows with every launch, and a collection may fall into a burst.
 */
export function collectGarbage(): void {
  globalThis.gc?.()
}

/** Bodies of 1 MB pile up in the generator, tens of megabytes a burst. */
export function collectLargeBodies(sizeBytes: number): void {
  if (sizeBytes >= 100_000) collectGarbage()
}

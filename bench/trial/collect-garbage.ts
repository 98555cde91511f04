/** Requests and answers that went through the generator since it last collected. */
let pendingBytes = 0

/** More than a burst of 1 MB contents, and less than what has the runtime collect by itself, in the middle of a burst. */
const dueBytes = 16_000_000

/**
 * Collects at a moment when nothing is measured (`npm run bench` exposes gc; without it, nothing). Left to itself the heap
 * of the generator grows with every launch, and a collection may fall into a burst.
 */
export function collectGarbage(): void {
  pendingBytes = 0
  globalThis.gc?.()
}

/** Bodies of 1 MB pile up in the generator, tens of megabytes a burst. */
export function countTraffic({ bytes }: { readonly bytes: number }): void {
  pendingBytes += bytes
}

/**
 * For before a burst whose server has more to do than the generator: right after a collection the generator takes about half
 * as much CPU again, for some 2,000 requests (12 to 15 µs each became 19 to 21), and cannot keep a fast server busy.
 */
export function collectIfDue(): void {
  if (pendingBytes >= dueBytes) collectGarbage()
}

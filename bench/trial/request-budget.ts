/**
 * How many requests make a burst of the CPU time wanted: learned from every burst so far, per arm and cell, so that later
 * launches size their bursts from the start.
 */
export class RequestBudget {
  readonly #nsPerRequest = new Map<string, number>()

  learn(key: string, cpuNs: number, requests: number): void {
    if (requests > 0 && cpuNs > 0) this.#nsPerRequest.set(key, cpuNs / requests)
  }

  /** 0 where nothing is known. */
  nsPerRequest(key: string): number {
    return this.#nsPerRequest.get(key) ?? 0
  }

  /** At least one request for each connection; a handful where nothing is known yet. */
  requestsFor(key: string, cpuMs: number, connections: number): number {
    const nsPerRequest = this.#nsPerRequest.get(key)
    if (nsPerRequest === undefined) return connections
    return Math.min(mostRequests, Math.max(connections, Math.ceil((cpuMs * 1e6) / nsPerRequest)))
  }
}

/** Load is bounded in count whatever an estimate says. */
const mostRequests = 200_000

import type { Strategy } from './strategy.ts'

/** What can be said of a strategy without running any of its functions. */
export type StrategyDescription = Pick<Strategy, 'name' | 'summary' | 'writeGuard' | 'strength' | 'needs'> & {
  readonly caveat: string | null
}

export function describeStrategy({ name, summary, caveat, writeGuard, strength, needs }: Strategy): StrategyDescription {
  return { name, summary, caveat: caveat ?? null, writeGuard, strength, needs }
}

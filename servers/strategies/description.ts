import type { Demand, Strategy } from './strategy.ts'

/** What can be said of a strategy without running any of its functions. */
export type StrategyDescription = Pick<Strategy, 'name' | 'summary' | 'writeGuard' | 'strength' | 'needs'> & {
  readonly caveat: string | null
  readonly blindMs: number
  readonly asksFor: readonly Demand[]
}

export function describeStrategy({ name, summary, caveat, writeGuard, strength, needs, blindMs, asksFor }: Strategy): StrategyDescription {
  return { name, summary, caveat: caveat ?? null, writeGuard, strength, needs, blindMs: blindMs ?? 0, asksFor: asksFor ?? [] }
}

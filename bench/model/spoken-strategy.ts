import type { CostBasis, StrategyBasis } from './cost-basis.ts'

/** A strategy's name as a sentence has it: of the control, `none` alone would be read as "not a single one". */
export function spokenStrategy({ name, isControl }: Pick<StrategyBasis, 'name' | 'isControl'>): string {
  return isControl ? `${name} (no tag)` : name
}

/** null: nothing. */
export function spokenChoice({ strategies }: CostBasis, name: string | null): string {
  const strategy = strategies.find((each) => each.name === name)
  return strategy === undefined ? 'nothing that loses nothing' : spokenStrategy(strategy)
}

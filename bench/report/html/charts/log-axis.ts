/** From below the least to above the greatest, by so much of their distance on a logarithmic scale. */
export function logDomain(values: readonly number[], margin = 0.06): readonly [number, number] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value))
  if (positive.length === 0) return [1, 10]
  const [least, greatest] = [Math.min(...positive), Math.max(...positive)]
  const room = Math.max((greatest / least) ** margin, 1.12)
  return [least / room, greatest * room]
}

/** Steps within a decade, coarse to fine. */
const stepsOfDecade: readonly (readonly number[])[] = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 4, 5, 6, 8],
  Array.from({ length: 90 }, (_, index) => 1 + index / 10),
]
const fewestTicks = 4
const mostTicks = 8

/** Round figures within a domain, in the coarsest steps that leave enough of them to read a value by. */
export function logTicks(domain: readonly [number, number]): readonly number[] {
  const choices = stepsOfDecade.map((steps) => ticksOf(steps, domain))
  const ticks = choices.find(({ length }) => length >= fewestTicks) ?? choices.at(-1) ?? []
  const every = Math.ceil(ticks.length / mostTicks)
  return ticks.filter((_, index) => index % every === 0)
}

function ticksOf(steps: readonly number[], [from, to]: readonly [number, number]): readonly number[] {
  const first = Math.floor(Math.log10(from))
  const last = Math.ceil(Math.log10(to))
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .flatMap((exponent) => steps.map((step) => Number((step * 10 ** exponent).toPrecision(3))))
    .filter((tick) => tick >= from && tick <= to)
}

/** As many of the ascending values as can be labelled: each at least this part of the domain's length from the last one. */
export function spacedTicks(values: readonly number[], [from, to]: readonly [number, number], least = 0.12): readonly number[] {
  const kept: number[] = []
  for (const value of values) {
    const last = kept.at(-1)
    if (last === undefined || Math.log(value / last) / Math.log(to / from) >= least) kept.push(value)
  }
  return kept
}

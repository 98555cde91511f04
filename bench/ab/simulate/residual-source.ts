import type { Random } from '../../stats/random.ts'

/** Deviations of one launch from its expectation, by cell, as log ratios. */
export interface LaunchResiduals {
  /** head against base. */
  readonly head: readonly number[]
  /** base-again against the same base. */
  readonly control: readonly number[]
}

/** Where simulated launches come from. Without any change head and control have the same distribution. */
export interface ResidualSource {
  readonly name: string
  /** One launch of `cells` cells, scaled to a standard deviation of 1. */
  draw(random: Random, cells: number): LaunchResiduals
}

/**
 * Normal launches: every process has a deviation of its own, so head and control, which share base, correlate by one
 * half. `shared` is the part of the variance that all cells of a launch have in common.
 */
export function normalSource(shared = 0): ResidualSource {
  return {
    name: shared === 0 ? 'normal' : `normal, ${shared * 100} % of the variance common to the cells of a launch`,
    draw: (random, cells) => normalLaunch(random, cells, shared),
  }
}

/**
 * The same, but a part of the launches (all cells of them) is `times` as noisy. The scale of 1 is that of the calm ones,
 * so the standard deviation of all is larger.
 */
export function contaminatedSource(part: number, times: number): ResidualSource {
  return {
    name: `normal, ${part * 100} % of the launches ${times} x as noisy`,
    draw: (random, cells) => {
      const launch = normalLaunch(random, cells, 0)
      return random.next() < part ? scaled(launch, times) : launch
    },
  }
}

function normalLaunch(random: Random, cells: number, shared: number): LaunchResiduals {
  const common = normals(random, 3, Math.sqrt(shared / 2))
  const own = () => normals(random, cells, Math.sqrt((1 - shared) / 2))
  const [head, base, baseAgain] = [own(), own(), own()]
  return {
    head: head.map((deviation, cell) => deviation + common[0]! - base[cell]! - common[1]!),
    control: baseAgain.map((deviation, cell) => deviation + common[2]! - base[cell]! - common[1]!),
  }
}

function scaled({ head, control }: LaunchResiduals, factor: number): LaunchResiduals {
  return { head: head.map(residual => residual * factor), control: control.map(residual => residual * factor) }
}

/** Box & Muller 1958, A Note on the Generation of Random Normal Deviates; both deviates of a pair are used. */
function normals(random: Random, count: number, sd: number): number[] {
  const deviates: number[] = []
  while (deviates.length < count) {
    const radius = sd * Math.sqrt(-2 * Math.log(1 - random.next()))
    const angle = 2 * Math.PI * random.next()
    deviates.push(radius * Math.cos(angle), radius * Math.sin(angle))
  }
  return deviates.slice(0, count)
}

import type { RunFile } from '../archive/run-file.ts'
import type { UnitCost } from '../archive/estimates-schema.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import type { Bounded } from './advice.ts'
import { combine, toBounded } from './bounded.ts'
import type { HashFactor } from './hash-factor.ts'
import { hashFactors } from './hash-factor.ts'
import { mismatches } from './micro-fit.ts'
import { microCostUs } from './micro-cost.ts'
import type { WorkPart } from './strategy-work.ts'
import { strategyWork, workOfAnswer } from './strategy-work.ts'

/** `http`: bare node:http answering the same (the constant floor). `rest`: all that no other part explains. */
export type CpuPartName = WorkPart | 'http' | 'rest'

export interface CpuPart {
  readonly part: CpuPartName
  /** Microseconds of CPU. The rest may be negative: work can be cheaper in a server than in a loop of its own. */
  readonly us: Bounded
  /** Of the whole answer, 1 is all. */
  readonly share: number
}

/** Where the CPU of one answer goes: parts measured alone, the floor, and what they leave over. */
export interface CpuBar {
  readonly strategy: string
  readonly responseClass: '200' | '304'
  readonly sizeBytes: number
  readonly totalUs: Bounded
  /** In the order in which an answer comes about, `http` and `rest` last; their points add up to the total. */
  readonly parts: readonly CpuPart[]
  /** Which parts are within the rest, and why: a sentence each. */
  readonly missing: readonly string[]
}

export interface CpuBreakdown {
  readonly bars: readonly CpuBar[]
  readonly hashFactors: readonly HashFactor[]
  /** Why there are no bars; null: there are. */
  readonly unfit: string | null
}

const floorName = 'floor-constant'

/**
 * Saturated 200 and 304 of the control and of every strategy, at every size of the run. Parts come from another run of
 * other processes, so that their intervals are combined as independent.
 */
export function whereTheCpuGoes(run: RunFile, micro: MicroFile): CpuBreakdown {
  const [unfit] = mismatches(run, micro)
  if (unfit !== undefined) return { bars: [], hashFactors: [], unfit }
  const costs = (run.estimates?.unitCosts ?? []).filter(({ load }) => load === 'saturated')
  const compared = run.arms.filter(({ role }) => role === 'control' || role === 'strategy')
  const bars = run.settings.sizesBytes.flatMap((sizeBytes) =>
    compared.flatMap(({ name, role }) =>
      (role === 'control' ? (['200'] as const) : (['200', '304'] as const)).flatMap((responseClass) => {
        const cost = findCost(costs, name, responseClass, sizeBytes)
        return cost === undefined ? [] : [barOf(cost, responseClass, { run, micro, costs })]
      }),
    ),
  )
  return bars.length === 0
    ? { bars, hashFactors: [], unfit: 'the run has no saturated 200 or 304 that counts: it was made with --classes none, or all were void' }
    : { bars, hashFactors: hashFactors(run, micro), unfit: null }
}

interface Sources {
  readonly run: RunFile
  readonly micro: MicroFile
  readonly costs: readonly UnitCost[]
}

type FoundCost = UnitCost & { readonly cpuUsPerRequest: NonNullable<UnitCost['cpuUsPerRequest']> }

function findCost(costs: readonly UnitCost[], arm: string, responseClass: '200' | '304', sizeBytes: number): FoundCost | undefined {
  const isWanted = (cost: UnitCost): cost is FoundCost =>
    cost.arm === arm && cost.responseClass === responseClass && cost.sizeBytes === sizeBytes && cost.cpuUsPerRequest !== null
  return costs.find(isWanted)
}

function barOf(cost: FoundCost, responseClass: '200' | '304', sources: Sources): CpuBar {
  const { arm: strategy, sizeBytes } = cost
  const totalUs = toBounded(cost.cpuUsPerRequest)
  const work = measuredWork(strategy, responseClass, sizeBytes, sources)
  const http = httpOf(responseClass, sizeBytes, sources)
  const known = [...work.parts, ...http.parts]
  const rest = combine([totalUs], known.map(({ us }) => us))
  return {
    strategy,
    responseClass,
    sizeBytes,
    totalUs,
    parts: [...known, { part: 'rest' as const, us: rest }].map(({ part, us }) => ({ part, us, share: us.point / totalUs.point })),
    missing: [...work.missing, ...http.missing],
  }
}

interface Known<Part> {
  readonly parts: readonly { readonly part: Part; readonly us: Bounded }[]
  readonly missing: readonly string[]
}

/** A bare 200 is often too cheap to keep its server busy, and void: then a bare 304 tells of all but the sending of content. */
function httpOf(responseClass: '200' | '304', sizeBytes: number, { costs }: Sources): Known<'http'> {
  const same = findCost(costs, floorName, responseClass, sizeBytes)
  const floor = same ?? findCost(costs, floorName, '304', sizeBytes)
  const absent = `the run has no ${responseClass} of ${floorName} at this size that counts`
  if (floor === undefined) return { parts: [], missing: [`http is within the rest: ${absent}`] }
  const parts = [{ part: 'http' as const, us: toBounded(floor.cpuUsPerRequest) }]
  return { parts, missing: same === undefined ? [`http is that of a 304, and sending the content within the rest: ${absent}`] : [] }
}

function measuredWork(strategy: string, responseClass: '200' | '304', sizeBytes: number, { run, micro }: Sources): Known<WorkPart> {
  const known = strategyWork.get(strategy)
  if (known === undefined) return { parts: [], missing: [`all but http is within the rest: what ${strategy} does is not known here`] }
  const encoding = run.arms.find(({ name }) => name === strategy)?.encoding ?? 'identity'
  const work = workOfAnswer(known, responseClass, encoding).map(([part, tasks]) => {
    const figures = tasks.map((task) => ({ task, us: microCostUs(micro, task, sizeBytes) }))
    const absent = figures.find(({ us }) => us === undefined)?.task
    return { part, absent, us: combine(figures.flatMap(({ us }) => (us === undefined ? [] : [us]))) }
  })
  return {
    parts: work.filter(({ absent }) => absent === undefined).map(({ part, us }) => ({ part, us })),
    missing: work.flatMap(({ part, absent }) =>
      (absent === undefined ? [] : [`${part} is within the rest: the micro file has no ${absent} for this size`])),
  }
}

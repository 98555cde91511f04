import { isDisturbed } from '../../estimate/disturbance.ts'
import type { Random } from '../../stats/random.ts'
import type { Supervisor } from '../../target/supervision.ts'
import { planDocuments } from '../../plan/documents.ts'
import { watchLaunch } from '../../trial/launch-watch.ts'
import type { RequestBudget } from '../../trial/request-budget.ts'
import { stopArms } from '../../trial/running-arm.ts'
import { warmUp } from '../../trial/warm-up.ts'
import type { AbLaunch, AbPair, AbSettings } from '../ab-file.ts'
import type { AbCell } from '../cells.ts'
import type { Round } from './play-rounds.ts'
import { playRounds } from './play-rounds.ts'
import type { RunningSide, SideArm } from './side-arm.ts'
import { startSides } from './side-arm.ts'

export interface LaunchPlan {
  readonly launch: number
  readonly confirmation: boolean
  readonly cells: readonly AbCell[]
  /** Of every strategy of the cells, base at least. */
  readonly arms: readonly SideArm[]
  readonly settings: Pick<AbSettings, 'payloadFile' | 'seed' | 'connections' | 'warmupCpuMsPerClass' | 'burstCpuMs' | 'pairsPerLaunch'>
  readonly random: Random
  readonly budget: RequestBudget
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
  /** Told what spoils a launch as a whole. */
  readonly warn: (warning: string) => void
}

/**
 * One replicate: fresh processes of all servers, in an order drawn by the seed, on ports that the system picks; warmed by
 * server CPU time, the same for each; then rounds of bursts. Its servers have ended when this returns or throws.
 */
export async function measureLaunch(plan: LaunchPlan): Promise<AbLaunch> {
  const { launch, confirmation, cells } = plan
  const startedAt = new Date().toISOString()
  const { rounds, foreignCores, ...phases } = await playLaunch(plan)
  const pairs = rounds.flatMap((round) => [...pairOf(round, 'head'), ...pairOf(round, 'base-again')])
  return { launch, confirmation, startedAt, ...phases, foreignCores: foreignCores ?? null, cells: cells.map(({ name }) => name), pairs }
}

export interface PlayedLaunch {
  readonly rounds: readonly Round[]
  readonly foreignCores: number | undefined
  readonly startMs: number
  readonly warmUpMs: number
  readonly burstsMs: number
}

/** The bursts of a launch, of whichever arms there are. */
export async function playLaunch(plan: LaunchPlan): Promise<PlayedLaunch> {
  const { cells, arms, settings, random, budget, supervisor, signal } = plan
  const sizesBytes = [...new Set(cells.map(({ sizeBytes }) => sizeBytes))]
  const documents = planDocuments(sizesBytes.length, settings.connections)
  const elapsed = createStopwatch()
  const running = await startSides(random.shuffle(arms), { sizesBytes, payloadFile: settings.payloadFile, seed: settings.seed, documents, supervisor, signal })
  try {
    const startMs = elapsed()
    const endWatch = await watchLaunch(running)
    await warmUpAll(running, plan, sizesBytes)
    const warmUpMs = elapsed()
    const sides = [...new Set(arms.map(({ side }) => side))]
    const { burstCpuMs, connections, pairsPerLaunch } = settings
    const rounds = await playRounds({ cells, sizesBytes, running, sides, rounds: pairsPerLaunch, burstCpuMs, connections, random, budget, signal })
    const { foreignCores, shortfalls } = await endWatch()
    if ((foreignCores ?? 0) > foreignCoresLimit) {
      plan.warn('other processes used more than a tenth of a core during launches: close them, effects spread more than they need')
    }
    for (const { arm, lostMs } of shortfalls) {
      plan.warn(`threads of ${arm} ended within a launch and took ${lostMs.toFixed(0)} ms of CPU time with them: its figures are too low`)
    }
    return { rounds, foreignCores, startMs, warmUpMs, burstsMs: elapsed() }
  } finally {
    await stopArms(running)
  }
}

/** Of one core. */
const foreignCoresLimit = 0.1

/** Two servers at a time: one load generator can keep both busy while neither is measured. */
async function warmUpAll(running: readonly RunningSide[], { cells, settings, budget, signal }: LaunchPlan, sizesBytes: readonly number[]): Promise<void> {
  const queue = [...running]
  const worker = async () => {
    for (let side = queue.shift(); side !== undefined; side = queue.shift()) {
      const { strategy } = side.arm
      const own = cells.filter((cell) => cell.strategy === strategy)
      const points = own.map(({ responseClass, sizeBytes }) => ({ responseClass, sizeIndex: sizesBytes.indexOf(sizeBytes) }))
      await warmUp(side, points, { ...settings, sizesBytes }, budget, signal)
    }
  }
  await Promise.all([worker(), worker()])
}

function pairOf({ cell, round, order, bursts, wrong }: Round, arm: AbPair['arm']): readonly AbPair[] {
  const numerator = bursts.get(arm)
  const denominator = bursts.get('base')
  if (numerator === undefined || denominator === undefined) return []
  const reasons = [
    ...(denominator.voidReason === null ? [] : [`base ${denominator.voidReason}`]),
    ...(numerator.voidReason === null ? [] : [`${arm} ${numerator.voidReason}`]),
  ]
  return [{
    cell: cell.name,
    arm,
    pair: round,
    numeratorFirst: order.indexOf(arm) < order.indexOf('base'),
    numeratorNs: numerator.cpuNs,
    denominatorNs: denominator.cpuNs,
    numeratorOtherThreadsNs: numerator.otherThreadsCpuNs,
    denominatorOtherThreadsNs: denominator.otherThreadsCpuNs,
    disturbed: [...(isDisturbed(denominator) ? ['base' as const] : []), ...(isDisturbed(numerator) ? [arm] : [])],
    requests: Math.min(numerator.requests, denominator.requests),
    voidReason: reasons.length === 0 ? null : reasons.join('; '),
    wrongAnswer: wrong.includes(arm) || wrong.includes('base'),
  }]
}

/** Milliseconds since it was last asked. */
function createStopwatch(): () => number {
  let lastMs = performance.now()
  return () => {
    const before = lastMs
    lastMs = performance.now()
    return Math.round(lastMs - before)
  }
}

import type { Behaviour } from './behaviour.ts'
import { behaviourOf, editorsSuffice, mayLose } from './behaviour.ts'
import { mostRepeatedAborts } from './conflicts.ts'
import type { CostBasis, Demand, LaunchUs, StrategyBasis } from './cost-basis.ts'
import type { RequestCost } from './request-cost.ts'
import { gzipBytes, requestCost } from './request-cost.ts'
import { formatSize } from '../../servers/resource/size.ts'
import { formatAmount } from './format-amount.ts'
import type { Traffic } from './traffic.ts'
import type { Stream } from './wake-up.ts'
import { busyShare } from './wake-up.ts'

/** Everything that one strategy costs under a traffic, launch by launch, so that strategies can be compared in pairs. */
export interface Evaluation {
  readonly strategy: StrategyBasis
  readonly behaviour: Behaviour
  /** Busy on average, over all nodes; null: that launch cannot say. */
  readonly coresByLaunch: LaunchUs
  readonly moneyByLaunch: LaunchUs
  /** null: the run lacks some of its requests. */
  readonly gbPerDay: number | null
  readonly losesNothing: boolean
  readonly excluded: string | null
  readonly extrapolates: readonly string[]
}

export const secondsPerDay = 86_400
const hoursPerMonth = 730
const daysPerMonth = hoursPerMonth / 24

export function evaluate(basis: CostBasis, strategy: StrategyBasis, traffic: Traffic): Evaluation {
  const behaviour = behaviourOf(strategy, traffic)
  const priced = behaviour.requests.map((request) => ({ ...request, cost: requestCost(basis, strategy, request.responseClass, traffic) }))
  const known = priced.flatMap(({ cost, ...request }) => (cost === undefined ? [] : [{ ...request, cost }]))
  const missing = priced.filter(({ cost }) => cost === undefined).map(({ responseClass }) => responseClass)
  const coresByLaunch = Array.from({ length: basis.launches }, (_, launch) => (missing.length > 0 ? null : coresIn(basis, known, traffic, launch)))
  const gbOfKnown = (known.reduce((total, { perSecond, plain, cost }) => total + perSecond * bytesOf(basis, cost, plain, traffic), 0) * secondsPerDay) / 1e9
  const forBytes = gbOfKnown * daysPerMonth * traffic.pricePerGb
  const forCore = hoursPerMonth * traffic.pricePerCoreHour
  const unknown = missing.length > 0 || coresByLaunch.every((cores) => cores === null)
  return {
    strategy,
    behaviour,
    coresByLaunch,
    moneyByLaunch: coresByLaunch.map((cores) => (cores === null ? null : cores * forCore + forBytes)),
    gbPerDay: missing.length > 0 ? null : gbOfKnown,
    losesNothing: !mayLose(strategy, traffic),
    excluded: unknown ? `this run has no figure for its ${missing.length === 0 ? 'requests' : [...new Set(missing)].join(', ')}` : forbidden(strategy, traffic),
    extrapolates: extrapolations(basis, traffic, behaviour, coresByLaunch),
  }
}

/** Money, or cores where nothing is charged. */
export function costsByLaunch({ moneyByLaunch, coresByLaunch }: Evaluation): LaunchUs {
  return moneyByLaunch.some((money) => money !== null && money > 0) ? moneyByLaunch : coresByLaunch
}

interface PricedRequest {
  readonly responseClass: Stream['responseClass']
  readonly perSecond: number
  readonly plain: boolean
  readonly cost: RequestCost
}

function coresIn(basis: CostBasis, requests: readonly PricedRequest[], { nodes }: Traffic, launch: number): number | null {
  const streams: Stream[] = []
  for (const { responseClass, perSecond, cost } of requests) {
    const saturatedUs = cost.us[launch]
    if (saturatedUs == null) return null
    streams.push({ responseClass, perSecond: perSecond / nodes, saturatedUs })
  }
  return nodes * busyShare(streams, basis.wakeUp, launch)
}

function bytesOf(basis: CostBasis, { sentBytes, receivedBytes }: RequestCost, plain: boolean, { encoding }: Traffic): number {
  const asked = encoding === 'gzip' && basis.encoding === 'identity' ? 'accept-encoding: gzip\r\n'.length : 0
  return (plain ? basis.plainGetSentBytes + asked : sentBytes) + receivedBytes
}

const demandTexts: Readonly<Record<Demand, string>> = {
  column: 'a column is needed, which the table cannot get',
  'trusted-content': 'whoever chooses contents can forge such a tag, and these contents are not trusted',
  'one-process': 'such tags differ from node to node',
}

function forbidden({ asksFor }: StrategyBasis, traffic: Traffic): string | null {
  const refused: Readonly<Record<Demand, boolean>> = {
    column: !traffic.canAddColumn,
    'trusted-content': traffic.untrustedContent,
    'one-process': traffic.nodes > 1,
  }
  if (asksFor === null) return Object.values(refused).some((each) => each) ? 'this run file is older and does not say what a strategy asks for: run the benchmark again' : null
  const demand = asksFor.find((each) => refused[each])
  return demand === undefined ? null : demandTexts[demand]
}

/** Above this share of a core a process hardly sleeps: the saturated figures hold. */
const nearSaturation = 0.8
/** Of repeated writes: beyond it they are refused by each other's repeats, and up to twice as often as the formula says. */
const mostOrderlyRepeats = 0.3

function extrapolations(basis: CostBasis, traffic: Traffic, { requests, refusedAgain }: Behaviour, coresByLaunch: LaunchUs): readonly string[] {
  const { sizesBytes, wakeUp } = basis
  const perNode = requests.reduce((total, { perSecond }) => total + perSecond, 0) / traffic.nodes
  const busy = Math.max(0, ...coresByLaunch.map((cores) => cores ?? 0)) / traffic.nodes
  const [least, most] = [sizesBytes[0] ?? 0, sizesBytes.at(-1) ?? 0]
  const [slowest, fastest] = [wakeUp[0]?.requestsPerSecond, wakeUp.at(-1)?.requestsPerSecond]
  const rate = `${formatAmount(perNode)} requests a second on each node`
  const sentences: (string | false)[] = [
    (traffic.sizeBytes < least || traffic.sizeBytes > most) &&
      `${formatSize(traffic.sizeBytes)} is outside of the sizes measured (${sizesBytes.map(formatSize).join(', ')})`,
    slowest === undefined && busy < nearSaturation && `the run has no fixed rates (a quick one has none), so waking up at ${rate} is not counted: the cores are a lower bound`,
    slowest !== undefined && perNode < slowest && `${rate} are fewer than were measured (${slowest})`,
    fastest !== undefined && perNode > fastest && busy < nearSaturation && `${rate} lie between the highest fixed rate measured (${fastest}) and saturation`,
    busy > 1 && `one process uses one core, and these requests take ${formatAmount(busy)} on each node: start more processes`,
    !editorsSuffice(traffic) && `${traffic.editors} editors who think ${formatAmount(traffic.thinkSeconds)} s cannot make ${formatAmount(traffic.changesPerMinute)} changes a minute: each is taken to have several edits open`,
    refusedAgain > mostRepeatedAborts &&
      `these editors could hardly get ${formatAmount(traffic.changesPerMinute)} changes a minute past each other, a round trip apart: refused edits are counted as if ${mostRepeatedAborts * 100} % of repeated writes were refused again`,
    refusedAgain > mostOrderlyRepeats && refusedAgain <= mostRepeatedAborts &&
      `${formatAmount(refusedAgain * 100)} % of repeated writes are refused again: editors who get in each other's way so much may have twice the refused edits`,
    traffic.encoding === 'gzip' && gzipBytes(basis, traffic.sizeBytes) === undefined && 'the run does not say what gzip makes of its contents',
    traffic.encoding === 'gzip' && basis.encoding === 'identity' && basis.gzipUs.length === 0 && 'the run did not measure what compression costs (reference none-gzip): its CPU is left out',
    traffic.encoding === 'identity' && basis.encoding === 'gzip' && 'the run measured compressed answers only: the CPU of compressing is still in these figures',
  ]
  return sentences.filter((sentence) => sentence !== false)
}

import { formatSize } from '../../servers/resource/size.ts'
import { formatPercent } from './advice-reasons.ts'
import type { CostBasis } from './cost-basis.ts'
import { evaluate, secondsPerDay } from './evaluate.ts'
import { formatAmount } from './format-amount.ts'
import { isCheaper, recommendFor } from './recommend.ts'
import { spokenChoice, spokenStrategy } from './spoken-strategy.ts'
import type { Traffic } from './traffic.ts'

/** One figure of a traffic that is moved while the others stay. */
interface Axis {
  readonly least: number
  readonly most: number
  /** Of each step of the search. */
  readonly factor: number
  read(traffic: Traffic): number
  move(traffic: Traffic, value: number): Traffic
  below(value: number, traffic: Traffic): string
  above(value: number, traffic: Traffic): string
}

const sizes: Axis = {
  least: 300,
  most: 16_000_000,
  factor: 4,
  read: ({ sizeBytes }) => sizeBytes,
  move: (traffic, sizeBytes) => ({ ...traffic, sizeBytes: Math.round(sizeBytes) }),
  below: (value) => `below ${formatSize(rounded(value))}`,
  above: (value) => `above ${formatSize(rounded(value))}`,
}

/** Moved by the changes, told by what pollers see of them. */
const changes: Axis = {
  least: 0.001,
  most: 60_000,
  factor: 10,
  read: ({ changesPerMinute }) => changesPerMinute,
  move: (traffic, changesPerMinute) => ({ ...traffic, changesPerMinute }),
  below: (value, traffic) => `below ${shareSeen(value, traffic)}`,
  above: (value, traffic) => `above ${shareSeen(value, traffic)}`,
}

const clients: Axis = {
  least: 1,
  most: 10_000_000,
  factor: 10,
  read: (traffic) => traffic.clients,
  move: (traffic, value) => ({ ...traffic, clients: Math.max(1, Math.round(value)) }),
  below: (value) => `below ${formatAmount(value)} clients`,
  above: (value) => `above ${formatAmount(value)} clients`,
}

/**
 * What would make another strategy the one to take, one change of the traffic at a time; and where `none` would be cheaper
 * although it loses edits. Where nothing can be recommended: which single change would help.
 */
export function whatWouldChange(basis: CostBasis, traffic: Traffic, recommended: string | null): readonly string[] {
  if (recommended === null) return switches(basis, traffic, recommended)
  return [
    ...whereNoneIsCheaper(basis, traffic, recommended),
    ...[sizes, changes, clients].flatMap((axis) => thresholds(basis, traffic, recommended, axis)),
    ...switches(basis, traffic, recommended),
  ]
}

function thresholds(basis: CostBasis, traffic: Traffic, recommended: string, axis: Axis): readonly string[] {
  const stays = (value: number) => {
    const next = recommendFor(basis, axis.move(traffic, value))
    return next.recommended === recommended || next.indistinguishable.includes(recommended)
  }
  return sides.flatMap((side) => {
    const value = firstFailure(axis, axis.read(traffic), side, stays)
    if (value === undefined) return []
    return [`${axis[side](value, traffic)}: ${spokenChoice(basis, recommendFor(basis, axis.move(traffic, value)).recommended)}`]
  })
}

const sides = ['below', 'above'] as const

/** Yes-or-no figures turned round, and a single editor. */
function switches(basis: CostBasis, traffic: Traffic, recommended: string | null): readonly string[] {
  // An older run file does not say what its strategies ask for: what a constraint would leave cannot be told.
  const demandsKnown = basis.strategies.every(({ asksFor }) => asksFor !== null)
  const constraints: readonly (readonly [string, Traffic])[] = [
    [traffic.canAddColumn ? 'without a column to add' : 'with a column to add', { ...traffic, canAddColumn: !traffic.canAddColumn }],
    [traffic.untrustedContent ? 'with contents that nobody hostile chooses' : 'with contents that anybody may choose', { ...traffic, untrustedContent: !traffic.untrustedContent }],
    [traffic.nodes > 1 ? 'on a single node' : 'on several nodes', { ...traffic, nodes: traffic.nodes > 1 ? 1 : 3 }],
  ]
  const turned: readonly (readonly [string, Traffic])[] = [
    ...(demandsKnown ? constraints : []),
    [traffic.encoding === 'gzip' ? 'without compression' : 'with gzip', { ...traffic, encoding: traffic.encoding === 'gzip' ? 'identity' : 'gzip' }],
    ...(traffic.editors > 1 ? [['with a single editor', { ...traffic, editors: 1 }] as const] : []),
  ]
  return turned.flatMap(([how, changed]) => {
    const next = recommendFor(basis, changed)
    if (next.recommended === recommended || (recommended !== null && next.indistinguishable.includes(recommended))) return []
    return [`${how}: ${spokenChoice(basis, next.recommended)}`]
  })
}

/** One sentence for all thresholds beyond which the control costs less than the recommended strategy, but loses edits. */
function whereNoneIsCheaper(basis: CostBasis, traffic: Traffic, recommended: string): readonly string[] {
  const control = basis.strategies.find(({ isControl }) => isControl)
  const chosen = basis.strategies.find(({ name }) => name === recommended)
  if (control === undefined || chosen === undefined || control === chosen) return []
  const noCheaper = (moved: Traffic) => !isCheaper(evaluate(basis, control, moved), evaluate(basis, chosen, moved))
  const lostPerDay = (moved: Traffic) => evaluate(basis, control, moved).behaviour.lostUpdatesPerSecond * secondsPerDay
  const found = [sizes, changes].flatMap((axis) =>
    sides.flatMap((side) => {
      const value = firstFailure(axis, axis.read(traffic), side, (each) => noCheaper(axis.move(traffic, each)))
      const lost = value === undefined ? 0 : lostPerDay(axis.move(traffic, value))
      return value === undefined || lost === 0 ? [] : [{ where: axis[side](value, traffic), lost }]
    }),
  )
  if (found.length === 0) return []
  const losses = [...new Set(found.map(({ lost }) => lost).toSorted((a, b) => a - b).map(formatAmount))]
  const range = losses.length === 1 ? losses[0] : `${losses[0]} to ${losses.at(-1)}`
  return [`${found.map(({ where }) => where).join(' or ')}, ${spokenStrategy(control)} is cheaper, but would lose ${range} edits a day`]
}

/** What pollers see of so many changes: that is what decides. */
function shareSeen(changesPerMinute: number, { everySeconds }: Traffic): string {
  const share = formatPercent(-Math.expm1((-changesPerMinute / 60) * everySeconds))
  return `${share} changed polls (${formatAmount(changesPerMinute)} changes a minute)`
}

const bisections = 7

/** Walks away from the present value until something no longer holds, and then closer. undefined: it holds all the way, or not even now. */
function firstFailure({ least, most, factor }: Axis, present: number, side: 'below' | 'above', holds: (value: number) => boolean): number | undefined {
  if (!holds(present)) return undefined
  const end = side === 'below' ? least : most
  const next = (value: number) => (side === 'below' ? Math.max(end, value / factor) : Math.min(end, value * factor))
  let good = Math.min(most, Math.max(least, present))
  while (good !== end) {
    let bad = next(good)
    if (holds(bad)) {
      good = bad
      continue
    }
    for (let step = 0; step < bisections; step++) {
      const middle = Math.sqrt(good * bad)
      if (holds(middle)) good = middle
      else bad = middle
    }
    return bad
  }
  return undefined
}

/** To two digits, in whole bytes. */
const rounded = (bytes: number) => Math.round(Number(bytes.toPrecision(2)))

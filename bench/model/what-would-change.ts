import { formatSize } from '../../servers/resource/size.ts'
import { median } from '../stats/median.ts'
import { formatFigure } from '../units.ts'
import { formatPercent } from './advice-reasons.ts'
import type { CostBasis } from './cost-basis.ts'
import { evaluate, secondsPerDay } from './evaluate.ts'
import { recommendFor } from './recommend.ts'
import type { Traffic } from './traffic.ts'

/** One figure of a traffic that is moved while the others stay. */
interface Axis {
  readonly least: number
  readonly most: number
  /** Of each step of the search. */
  readonly factor: number
  read(traffic: Traffic): number
  move(traffic: Traffic, value: number): Traffic
  below(value: number): string
  above(value: number): string
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
  below: (value) => `below ${formatFigure(value)} changes a minute`,
  above: (value) => `above ${formatFigure(value)} changes a minute`,
}

const clients: Axis = {
  least: 1,
  most: 10_000_000,
  factor: 10,
  read: (traffic) => traffic.clients,
  move: (traffic, value) => ({ ...traffic, clients: Math.max(1, Math.round(value)) }),
  below: (value) => `below ${formatFigure(value)} clients`,
  above: (value) => `above ${formatFigure(value)} clients`,
}

/**
 * What would make another strategy the one to take, one change of the traffic at a time; and where `none` would be cheaper
 * although it loses edits.
 */
export function whatWouldChange(basis: CostBasis, traffic: Traffic, recommended: string): readonly string[] {
  return [
    ...[sizes, changes, clients].flatMap((axis) => thresholds(basis, traffic, recommended, axis)),
    ...switches(basis, traffic, recommended),
    ...[sizes, changes].flatMap((axis) => whereNoneIsCheaper(basis, traffic, recommended, axis)),
  ]
}

function thresholds(basis: CostBasis, traffic: Traffic, recommended: string, axis: Axis): readonly string[] {
  const stays = (value: number) => {
    const next = recommendFor(basis, axis.move(traffic, value))
    return next.recommended === recommended || next.indistinguishable.includes(recommended)
  }
  return (['below', 'above'] as const).flatMap((side) => {
    const value = firstFailure(axis, axis.read(traffic), side, stays)
    if (value === undefined) return []
    const next = recommendFor(basis, axis.move(traffic, value)).recommended
    return [`${axis[side](value)}${shareSeen(axis, traffic, value)}: ${next ?? 'nothing that loses nothing'}`]
  })
}

/** Yes-or-no figures turned round, and a single editor. */
function switches(basis: CostBasis, traffic: Traffic, recommended: string): readonly string[] {
  const turned: readonly (readonly [string, Traffic])[] = [
    [traffic.canAddColumn ? 'without a column to add' : 'with a column to add', { ...traffic, canAddColumn: !traffic.canAddColumn }],
    [traffic.untrustedContent ? 'with contents that nobody hostile chooses' : 'with contents that anybody may choose', { ...traffic, untrustedContent: !traffic.untrustedContent }],
    [traffic.nodes > 1 ? 'on a single node' : 'on several nodes', { ...traffic, nodes: traffic.nodes > 1 ? 1 : 3 }],
    [traffic.encoding === 'gzip' ? 'without compression' : 'with gzip', { ...traffic, encoding: traffic.encoding === 'gzip' ? 'identity' : 'gzip' }],
    ...(traffic.editors > 1 ? [['with a single editor', { ...traffic, editors: 1 }] as const] : []),
  ]
  return turned.flatMap(([how, changed]) => {
    const next = recommendFor(basis, changed)
    if (next.recommended === recommended || next.indistinguishable.includes(recommended)) return []
    return [`${how}: ${next.recommended ?? 'nothing that loses nothing'}`]
  })
}

function whereNoneIsCheaper(basis: CostBasis, traffic: Traffic, recommended: string, axis: Axis): readonly string[] {
  const control = basis.strategies.find(({ isControl }) => isControl)
  const chosen = basis.strategies.find(({ name }) => name === recommended)
  if (control === undefined || chosen === undefined || control === chosen) return []
  const dearer = (value: number) => {
    const moved = axis.move(traffic, value)
    const [none, own] = [control, chosen].map((strategy) => costOf(evaluate(basis, strategy, moved)))
    return none === undefined || own === undefined || own <= none
  }
  return (['below', 'above'] as const).flatMap((side) => {
    const value = firstFailure(axis, axis.read(traffic), side, dearer)
    if (value === undefined) return []
    const lost = evaluate(basis, control, axis.move(traffic, value)).behaviour.lostUpdatesPerSecond * secondsPerDay
    if (lost === 0) return []
    return [`${axis[side](value)}${shareSeen(axis, traffic, value)} ${control.name} would be cheaper, and lose ${formatFigure(lost)} edits a day`]
  })
}

/** What pollers see of so many changes: that is what decides. */
function shareSeen(axis: Axis, { everySeconds }: Traffic, value: number): string {
  return axis === changes ? ` (${formatPercent(-Math.expm1((-value / 60) * everySeconds))} of polls find one)` : ''
}

function costOf({ moneyByLaunch, coresByLaunch }: ReturnType<typeof evaluate>): number | undefined {
  const money = moneyByLaunch.filter((each) => each !== null)
  const cores = coresByLaunch.filter((each) => each !== null)
  if (money.length === 0) return undefined
  return median(money) > 0 ? median(money) : median(cores)
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

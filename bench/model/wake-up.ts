import { median } from '../stats/median.ts'
import type { CostClass, WakeUpPoint } from './cost-basis.ts'

/** One cell that was measured saturated and at a fixed rate. */
export interface PacedCell {
  readonly responseClass: CostClass
  /** By launch; undefined where void. */
  readonly saturatedUs: readonly (number | undefined)[]
  readonly pacedUs: readonly (number | undefined)[]
}

/** Saturated cost to which the figures of a `WakeUpPoint` refer. */
const referenceUs = 100

/**
 * What light load adds, at one rate: level(class) x cost^exponent, since who touches more finds more of it cold. The exponent is the
 * median slope between cells of a class on log scales (Theil 1950; Sen 1968), the level of a launch the median over its cells.
 */
export function fitWakeUp(requestsPerSecond: number, cells: readonly PacedCell[]): WakeUpPoint {
  const exponent = fitExponent(requestsPerSecond, cells)
  const byClass = [...Map.groupBy(cells, ({ responseClass }) => responseClass)]
  const us = Object.fromEntries(
    byClass.map(([responseClass, alike]) => {
      const launches = Math.max(...alike.map(({ pacedUs }) => pacedUs.length))
      const levels = Array.from({ length: launches }, (_, launch) => {
        const levelsOfLaunch = alike.flatMap(({ saturatedUs, pacedUs }) => {
          const excess = excessUs(requestsPerSecond, saturatedUs[launch], pacedUs[launch])
          return excess === undefined ? [] : [Math.log(excess) - exponent * Math.log(saturatedUs[launch]! / referenceUs)]
        })
        return levelsOfLaunch.length === 0 ? null : Math.exp(median(levelsOfLaunch))
      })
      return [responseClass, levels]
    }),
  )
  return { requestsPerSecond, us, exponent }
}

function fitExponent(requestsPerSecond: number, cells: readonly PacedCell[]): number {
  const points = cells.flatMap(({ responseClass, saturatedUs, pacedUs }) => {
    const both = saturatedUs.flatMap((saturated, launch) => {
      const excess = excessUs(requestsPerSecond, saturated, pacedUs[launch])
      return excess === undefined ? [] : [{ logCost: Math.log(saturated!), logExcess: Math.log(excess) }]
    })
    if (both.length === 0) return []
    return [{ responseClass, logCost: median(both.map(({ logCost }) => logCost)), logExcess: median(both.map(({ logExcess }) => logExcess)) }]
  })
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).flatMap((other) => {
      const apart = other.logCost - one.logCost
      const comparable = other.responseClass === one.responseClass && Math.abs(apart) >= leastLogDistance
      return comparable ? [(other.logExcess - one.logExcess) / apart] : []
    }),
  )
  return slopes.length === 0 ? 0 : Math.min(1, Math.max(0, median(slopes)))
}

/** Costs closer together than this say nothing of a slope. */
const leastLogDistance = Math.log(1.5)

/** Solves `busyShare` of one class for its wake-up cost; undefined where either is void or light load was not dearer. */
function excessUs(requestsPerSecond: number, saturatedUs: number | undefined, pacedUs: number | undefined): number | undefined {
  if (saturatedUs === undefined || pacedUs === undefined || pacedUs <= saturatedUs) return undefined
  const idleShare = 1 - (requestsPerSecond * pacedUs) / 1e6
  return idleShare > 0 ? (pacedUs - saturatedUs) / idleShare : undefined
}

/** Requests of one class that a server process gets. */
export interface Stream {
  readonly responseClass: CostClass
  readonly perSecond: number
  readonly saturatedUs: number
}

/**
 * Of one core, how much of the time a process is busy.
 *
 * A Poisson arrival finds the server as idle as it is on average (Wolff, Poisson arrivals see time averages, 1982), and one
 * that finds it idle pays for the wake-up: a queue in which the first of each busy period costs more (Welch, On a
 * generalized M/G/1 queuing process in which the first customer of each busy period receives exceptional service, 1964).
 * With rho the saturated cost per second and w that of waking for every single request, busy = rho + w (1 - busy), so
 * busy = (rho + w) / (1 + w): at light load everybody pays, at saturation nobody. Above 1 it takes more processes.
 */
export function busyShare(streams: readonly Stream[], points: readonly WakeUpPoint[], launch: number): number {
  const saturated = streams.reduce((total, { perSecond, saturatedUs }) => total + (perSecond * saturatedUs) / 1e6, 0)
  if (saturated >= 1) return saturated
  const waking = wakingPerSecond(streams, points, launch)
  return (saturated + waking) / (1 + waking)
}

/** Classes that have work in common: polls read, edits write, and one does not keep warm what the other touches. */
const families: readonly (readonly CostClass[])[] = [['200', '304'], ['put', '412']]

/**
 * Seconds of CPU per second if every request woke the server. What two classes of a family have in common is at most the
 * cheaper one's share of the dearer one's saturated cost, and is paid at the rate of both together; what only one of them
 * touches is kept warm by its own requests alone. Every part costs more per second the more requests touch it, so one more
 * request never makes it less.
 */
function wakingPerSecond(streams: readonly Stream[], points: readonly WakeUpPoint[], launch: number): number {
  if (points.length === 0) return 0
  const excess = ({ responseClass, saturatedUs }: Stream, point: WakeUpPoint) =>
    levelUs(point, responseClass, launch) * (saturatedUs / referenceUs) ** point.exponent
  const perSecond = (layerOf: (point: WakeUpPoint) => number, rate: number) => (rate * layerUs(points, points.map(layerOf), rate)) / 1e6
  return families.reduce((total, family) => {
    const [cheap, dear] = family.flatMap((each) => joined(streams, each)).toSorted((a, b) => a.saturatedUs - b.saturatedUs)
    if (cheap === undefined) return total
    if (dear === undefined) return total + perSecond((point) => excess(cheap, point), cheap.perSecond)
    const share = dear.saturatedUs > 0 ? cheap.saturatedUs / dear.saturatedUs : 1
    const common = (point: WakeUpPoint) => Math.min(excess(cheap, point), share * excess(dear, point))
    const alone = [cheap, dear].reduce((sum, each) => sum + perSecond((point) => excess(each, point) - common(point), each.perSecond), 0)
    return total + perSecond(common, cheap.perSecond + dear.perSecond) + alone
  }, 0)
}

/** All requests of a class as one stream. */
function joined(streams: readonly Stream[], responseClass: CostClass): readonly Stream[] {
  const own = streams.filter((stream) => stream.responseClass === responseClass && stream.perSecond > 0)
  const perSecond = own.reduce((sum, stream) => sum + stream.perSecond, 0)
  const saturated = own.reduce((sum, stream) => sum + stream.perSecond * stream.saturatedUs, 0)
  return own.length === 0 ? [] : [{ responseClass, perSecond, saturatedUs: saturated / perSecond }]
}

/** A class that was not measured at fixed rates wakes like the others do. */
function levelUs({ us }: WakeUpPoint, responseClass: CostClass, launch: number): number {
  const own = us[responseClass]?.[launch] ?? medianOf(us[responseClass] ?? [])
  return own ?? medianOf(Object.values(us).flat()) ?? 0
}

function medianOf(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? undefined : median(known)
}

/**
 * Per request at any rate: on log scales straight between the measured rates and beyond the highest, constant below the
 * lowest. Kept from rising with the rate, and from falling faster than the rate rises.
 */
function layerUs(points: readonly WakeUpPoint[], layer: readonly number[], perSecond: number): number {
  let [previousRate, us] = [points[0]!.requestsPerSecond, layer[0]!]
  if (perSecond <= previousRate || us === 0) return us
  let slope = 0
  for (const [index, { requestsPerSecond }] of points.entries()) {
    if (index === 0) continue
    const next = Math.max(layer[index]!, Number.MIN_VALUE)
    slope = Math.min(0, Math.max(-1, Math.log(next / us) / Math.log(requestsPerSecond / previousRate)))
    if (perSecond <= requestsPerSecond) break
    us *= (requestsPerSecond / previousRate) ** slope
    previousRate = requestsPerSecond
  }
  return us * (perSecond / previousRate) ** slope
}

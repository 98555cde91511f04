import type { ClassCost, CostBasis, CostClass, StrategyBasis, WakeUpPoint } from './cost-basis.ts'
import type { Traffic } from './traffic.ts'
import { usualTraffic } from './traffic-fields.ts'

/** Microseconds of a request: a fixed part, and one for each 1,000 bytes of content. */
export interface CostLine {
  readonly fixedUs: number
  readonly usPerKb: number
}

export type CostLines = Readonly<Record<CostClass, CostLine>>

const line = (fixedUs: number, usPerKb: number): CostLine => ({ fixedUs, usPerKb })

/** Reads the document to answer anything. */
export const readsAll: CostLines = { '200': line(15, 7.5), '304': line(15, 7.5), put: line(28, 18), '412': line(26, 9) }
/** Reads two columns to answer a 304. */
export const readsColumns: CostLines = { '200': line(15, 7), '304': line(11, 0), put: line(30, 9), '412': line(20, 0.6) }
export const readsNothing: CostLines = { '200': line(14, 7), '304': line(14, 7), put: line(28, 9), '412': line(28, 9) }

export interface BasisFixture {
  readonly strategies?: readonly StrategyBasis[]
  readonly sizesBytes?: readonly number[]
  readonly wakeUp?: readonly WakeUpPoint[]
  readonly launches?: number
}

export const fixtureSizes = [1_000, 10_000, 100_000]

/** Figures that follow from lines exactly, the same in each of 6 launches, with heads of 100 bytes each way. */
export function buildBasis({ strategies = usualStrategies(), sizesBytes = fixtureSizes, wakeUp = [], launches = 6 }: BasisFixture = {}): CostBasis {
  return {
    runId: '2026-11-21T02-03-04Z-1a2b',
    startedAt: '2026-11-21T02:03:04.000Z',
    mode: 'default',
    cpuModel: 'Hand-made CPU',
    cores: 2,
    node: 'v26.10.0',
    launches,
    encoding: 'identity',
    payloadFile: null,
    sizesBytes,
    strategies,
    wakeUp,
    contents: sizesBytes.map((sizeBytes) => ({ sizeBytes, gzipBytes: sizeBytes / 5 })),
    gzipUs: sizesBytes.map((sizeBytes) => ({ sizeBytes, us: Array.from({ length: launches }, () => sizeBytes / 50) })),
    plainGetSentBytes: 80,
    check: null,
  }
}

export function usualStrategies(): readonly StrategyBasis[] {
  return [
    buildStrategy('none', readsNothing, { isControl: true, writeGuard: 'none', strongTag: false, asksFor: [] }),
    buildStrategy('sha256', readsAll, {}),
    buildStrategy('xxhash', { ...readsAll, '304': line(14, 7.2) }, { asksFor: ['trusted-content'], caveat: 'not against an attacker' }),
    buildStrategy('version', readsColumns, { asksFor: ['column'] }),
    buildStrategy('last-modified', readsColumns, { asksFor: ['column'], writeGuard: 'if-unmodified-since', strongTag: false, blindMs: 1000 }),
  ]
}

/** `factors`: what a launch's figures are multiplied by; 1 for each of 6 unless given. */
export function buildStrategy(name: string, lines: CostLines, given: Partial<StrategyBasis>, sizesBytes = fixtureSizes, factors: readonly number[] = [1, 1, 1, 1, 1, 1]): StrategyBasis {
  const ofClass = (responseClass: CostClass): readonly ClassCost[] =>
    sizesBytes.map((sizeBytes) => {
      const { fixedUs, usPerKb } = lines[responseClass]
      const writes = responseClass === 'put' || responseClass === '412'
      const sends = writes ? sizeBytes + String(sizeBytes).length : 0
      const receives = responseClass === '200' ? sizeBytes + String(sizeBytes).length : 0
      const us = factors.map((factor) => (fixedUs + (usPerKb * sizeBytes) / 1000) * factor)
      return { sizeBytes, us, sentBytes: 100 + sends, receivedBytes: 100 + receives }
    })
  return {
    name,
    summary: `made by hand: ${name}`,
    caveat: null,
    isControl: false,
    writeGuard: 'if-match',
    strongTag: true,
    blindMs: 0,
    asksFor: [],
    classes: { '200': ofClass('200'), '304': ofClass('304'), put: ofClass('put'), '412': ofClass('412') },
    ...given,
  }
}

/** 100 and 1,000 a second; the same in every class and launch. */
export function buildWakeUp(usAt100: number, usAt1000: number, exponent = 0): readonly WakeUpPoint[] {
  const alike = (us: number) => ({ '200': Array(6).fill(us), '304': Array(6).fill(us), put: Array(6).fill(us), '412': Array(6).fill(us) }) as WakeUpPoint['us']
  return [
    { requestsPerSecond: 100, us: alike(usAt100), exponent },
    { requestsPerSecond: 1000, us: alike(usAt1000), exponent },
  ]
}

/** What is assumed where nothing is stated: 2,000 clients that poll one document of 10 kB every 5 s, 3 changes a minute, 4 editors. */
export const plainTraffic: Traffic = usualTraffic(fixtureSizes)

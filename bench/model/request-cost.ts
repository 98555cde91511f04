import type { ClassCost, CostBasis, CostClass, LaunchUs, StrategyBasis } from './cost-basis.ts'
import { valueAtSize } from './size-line.ts'

/** What one request of a class costs, at a size that need not have been measured. */
export interface RequestCost {
  /** Saturated, by launch; null: that launch cannot say. */
  readonly us: LaunchUs
  readonly sentBytes: number
  readonly receivedBytes: number
}

/** A document and how it is sent. */
export interface Sent {
  readonly sizeBytes: number
  readonly encoding: CostBasis['encoding']
}

/** Fields of HTTP/1.1 that come with compression, each with what sets it apart. */
const askedBytes = 'accept-encoding: gzip\r\n'.length
const variesBytes = 'vary: accept-encoding\r\n'.length
const codedBytes = 'content-encoding: gzip\r\n'.length
/** Which a strong tag gains in each coding of its own (RFC 9110 §8.8.3.3). */
const tagSuffixBytes = '-gzip'.length

/** undefined: the run has no figure for the class. */
export function requestCost(basis: CostBasis, strategy: StrategyBasis, responseClass: CostClass, sent: Sent): RequestCost | undefined {
  const costs = strategy.classes[responseClass]
  if (costs === undefined || costs.length === 0) return undefined
  const us = Array.from({ length: basis.launches }, (_, launch) => {
    const points = costs.flatMap((cost) => pointOf(cost.sizeBytes, cost.us[launch]))
    if (points.length === 0) return null
    return valueAtSize(points, sent.sizeBytes, () => fixedUs(basis, launch)) + compressionUs(basis, responseClass, sent, launch)
  })
  return { us, ...bytesOf(basis, strategy, responseClass, sent, costs) }
}

/** What gzip makes of a content of this size. */
export function gzipBytes({ contents }: Pick<CostBasis, 'contents'>, sizeBytes: number): number | undefined {
  const points = contents.map((content) => ({ sizeBytes: content.sizeBytes, value: content.gzipBytes }))
  return points.length === 0 ? undefined : Math.round(valueAtSize(points, sizeBytes, nothing))
}

const nothing = () => 0
const pointOf = (sizeBytes: number, value: number | null | undefined) => (value == null ? [] : [{ sizeBytes, value }])

/** What a request costs without any content: the cheapest 304 of the run. */
function fixedUs({ strategies }: CostBasis, launch: number): number {
  const all = strategies.flatMap(({ classes }) => classes['304'] ?? []).flatMap(({ us }) => us[launch] ?? [])
  return all.length === 0 ? 0 : Math.min(...all)
}

/** Only answers with a content are compressed. 0 where the run does it itself, or has not measured it. */
function compressionUs({ encoding, gzipUs }: CostBasis, responseClass: CostClass, sent: Sent, launch: number): number {
  if (responseClass !== '200' || sent.encoding === 'identity' || encoding === 'gzip') return 0
  const points = gzipUs.flatMap(({ sizeBytes, us }) => pointOf(sizeBytes, us[launch]))
  return points.length === 0 ? 0 : valueAtSize(points, sent.sizeBytes, nothing)
}

function bytesOf(basis: CostBasis, strategy: StrategyBasis, responseClass: CostClass, sent: Sent, costs: readonly ClassCost[]) {
  const distance = ({ sizeBytes }: ClassCost) => Math.abs(Math.log(sizeBytes / sent.sizeBytes))
  const nearest = costs.toSorted((one, other) => distance(one) - distance(other))[0]!
  const measured = contentAndCoding(basis, strategy, responseClass, { sizeBytes: nearest.sizeBytes, encoding: basis.encoding })
  const wanted = contentAndCoding(basis, strategy, responseClass, sent)
  return {
    sentBytes: nearest.sentBytes - measured.sent + wanted.sent,
    receivedBytes: nearest.receivedBytes - measured.received + wanted.received,
  }
}

/** All that the size and the coding decide of the bytes of a request and its answer; the rest of the heads is as measured. */
function contentAndCoding(basis: CostBasis, { strongTag }: StrategyBasis, responseClass: CostClass, { sizeBytes, encoding }: Sent) {
  const withLength = (bytes: number) => bytes + String(bytes).length
  const writes = responseClass === 'put' || responseClass === '412'
  const coded = encoding === 'gzip'
  const suffix = coded && strongTag ? tagSuffixBytes : 0
  const content = coded ? (gzipBytes(basis, sizeBytes) ?? sizeBytes) : sizeBytes
  return {
    sent: (writes ? withLength(sizeBytes) : 0) + (coded ? askedBytes : 0) + suffix,
    received: (responseClass === '200' ? withLength(content) : 0) + (coded && !writes ? variesBytes : 0)
      + (coded && responseClass === '200' ? codedBytes : 0) + suffix,
  }
}

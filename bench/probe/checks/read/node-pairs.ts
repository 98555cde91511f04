import type { Exchange, Probe } from '../../finding.ts'
import { TargetError } from '../../target-error.ts'
import { codingOf } from './codings.ts'
import { isStrong, opaqueOf, tagOf } from './validators.ts'

/**
 * How the tags of one resource at two addresses stand to each other. `missing`: one has none; `weakened`: the same but for W/;
 * `suffixed`: one is the other and something behind it, such as `-gzip`; `other`: none of these; `none`: neither has a tag.
 */
export type TagRelation = 'none' | 'same' | 'missing' | 'weakened' | 'suffixed' | 'other'

export interface NodePair {
  /** From the probed address. */
  readonly here: Exchange
  /** From one given with --also. */
  readonly there: Exchange
  readonly relation: TagRelation
  /** The two addresses sent the content in different codings. */
  readonly codingsDiffer: boolean
}

export interface NodePairs {
  readonly pairs: readonly NodePair[]
  /** Addresses that could not be compared. */
  readonly absent: readonly AbsentNode[]
}

export interface AbsentNode {
  readonly url: URL
  /** A clause: why not. */
  readonly because: string
  /** Of what it answered instead; undefined where no whole answer came. */
  readonly there?: Exchange
}

const known = new WeakMap<Probe, Promise<NodePairs>>()
/** What clients ask for. */
const compressions = ['gzip', 'br'] as const

/** Each address beside the probed one, read once for all checks: plain, and compressed where one of the two addresses does so. */
export function readNodePairs(probe: Probe): Promise<NodePairs> {
  const pairs = known.get(probe) ?? readAll(probe)
  known.set(probe, pairs)
  return pairs
}

async function readAll(probe: Probe): Promise<NodePairs> {
  const pairs: NodePair[] = []
  const absent: AbsentNode[] = []
  for (const url of probe.also) {
    const node = await readNode(probe, url)
    pairs.push(...node.pairs)
    absent.push(...node.absent)
  }
  return { pairs, absent }
}

/** One address, which may be dead without the others being so. */
async function readNode(probe: Probe, url: URL): Promise<NodePairs> {
  try {
    const plain = await readPair(probe, url, 'identity')
    const { there } = plain
    const { status } = there.response
    if (status < 200 || status > 299) return { pairs: [], absent: [{ url, because: `${url.href} was answered ${status}`, there }] }
    const pairs = [plain]
    for (const coding of compressions) {
      const pair = await readPair(probe, url, coding)
      if (codingOf(pair.here) !== 'identity' || codingOf(pair.there) !== 'identity') pairs.push(pair)
    }
    return { pairs, absent: [] }
  } catch (error) {
    if (error instanceof TargetError && error.kind !== 'limited') return { pairs: [], absent: [{ url, because: error.message }] }
    throw error
  }
}

async function readPair(probe: Probe, url: URL, coding: string): Promise<NodePair> {
  const headers = [['Accept-Encoding', coding]] as const
  const here = await probe.send({ headers })
  const there = await probe.send({ url, headers })
  const codingsDiffer = codingOf(here) !== codingOf(there)
  const relation = relateTags(here, there)
  // Between the two reads the resource may have changed: then the first address shows it.
  if (relation !== 'other' || relateTags(here, await probe.send({ headers })) === 'same') return { here, there, relation, codingsDiffer }
  const again = { here: await probe.send({ headers }), there: await probe.send({ url, headers }) }
  return { ...again, relation: relateTags(again.here, again.there), codingsDiffer }
}

function relateTags(here: Exchange, there: Exchange): TagRelation {
  const [field, otherField] = [here.response.header('etag'), there.response.header('etag')]
  if (field === otherField) return field === undefined ? 'none' : 'same'
  if (field === undefined || otherField === undefined) return 'missing'
  const [tag, other] = [tagOf(here.response), tagOf(there.response)]
  if (tag === undefined || other === undefined) return 'other'
  if (opaqueOf(tag) === opaqueOf(other)) return 'weakened'
  return isSuffixed(opaqueOf(tag), opaqueOf(other)) || isSuffixed(opaqueOf(other), opaqueOf(tag)) ? 'suffixed' : 'other'
}

function isSuffixed(opaque: string, longer: string): boolean {
  return opaque !== '' && longer.startsWith(opaque) && /^[-;:._+~]{1,2}[a-z]+$/i.test(longer.slice(opaque.length))
}

/** What holds for the plain content holds for the compressed one: it is said once. */
export function firstOfEachAddress(pairs: readonly NodePair[]): readonly NodePair[] {
  return pairs.filter((pair, index) => pairs.findIndex(each => each.there.request.url === pair.there.request.url) === index)
}

/** How many addresses beside the probed one the pairs are of. */
export function countOfAddresses(pairs: readonly NodePair[]): number {
  return new Set(pairs.map(pair => pair.there.request.url)).size
}

/** The stronger of the two first: what the origin sent, as far as the answers can show. */
export function asSent({ here, there }: NodePair): readonly [origin: Exchange, proxy: Exchange] {
  const [tag, other] = [tagOf(here.response), tagOf(there.response)]
  if (tag === undefined || other === undefined) return here.response.header('etag') === undefined ? [there, here] : [here, there]
  const isOrigin = isStrong(tag) === isStrong(other) ? tag.length <= other.length : isStrong(tag)
  return isOrigin ? [here, there] : [there, here]
}

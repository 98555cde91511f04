import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange, Probe } from '../../finding.ts'

/** The baseline counts: enough that two nodes taking turns at random are missed in one probe of 32. */
const promptReads = 6
/** What knows whole seconds has changed after that. */
const pauseMs = 1100

export interface FieldChanges {
  readonly name: 'etag' | 'last-modified'
  /** How often a read showed another value than the read before. */
  readonly changes: number
  /** The two reads around the first change. */
  readonly first: readonly [Exchange, Exchange] | undefined
}

export interface ReadSeries {
  readonly reads: readonly Exchange[]
  readonly etag: FieldChanges
  readonly lastModified: FieldChanges
}

/**
 * Reads the resource several times in a row, then after a second; and where something changed once, as an edit would do, after
 * another second.
 */
export async function readSeries(probe: Probe): Promise<ReadSeries> {
  const reads = [probe.baseline.first, probe.baseline.second]
  const readOnce = async () => {
    const read = await probe.send({})
    // An error in between has other validators, or none, and says nothing of the resource.
    if (read.response.status === reads[0]?.response.status) reads.push(read)
  }
  for (let read = reads.length; read < promptReads; read += 1) await readOnce()
  const readLater = async () => {
    await sleep(pauseMs, undefined, { signal: probe.signal })
    await readOnce()
  }
  const series = () => ({ reads, etag: changesOf('etag', reads), lastModified: changesOf('last-modified', reads) })
  const isOpen = () => [series().etag, series().lastModified].some(({ changes }) => changes === 1)
  if (series().etag.changes < 2) await readLater()
  if (isOpen()) await readLater()
  return series()
}

function changesOf(name: FieldChanges['name'], reads: readonly Exchange[]): FieldChanges {
  const pairs = reads.slice(1).map((read, index) => [reads[index] as Exchange, read] as const)
  const changed = pairs.filter(([before, after]) => before.response.header(name) !== after.response.header(name))
  return { name, changes: changed.length, first: changed[0] }
}

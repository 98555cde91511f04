import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { strategies } from '../../servers/strategies/index.ts'
import type { Strategy } from '../../servers/strategies/strategy.ts'
import { startProcess } from '../../servers/testing/start-process.ts'
import { knownChecks } from './checks/index.ts'
import { resolveProbeSettings } from './options.ts'
import type { ProbeReport } from './report/report-schema.ts'
import { runProbe } from './run-probe.ts'

const main = fileURLToPath(new URL('../../servers/main.ts', import.meta.url))

/** What a kind of validator leaves nothing to check by; with the checks that compare addresses, all that may stay unchecked. */
const needsTag = [
  'malformed-tag',
  'if-none-match-exact',
  'if-none-match-weak-vs-strong',
  'if-none-match-list',
  'if-none-match-several-lines',
  'tag-too-long',
  'if-match-weak',
  'if-match-list',
  'tag-follows-content',
  'simultaneous-writes',
]
const needsDate = [
  'malformed-last-modified',
  'if-modified-since-exact',
  'if-modified-since-forms',
  'last-modified-in-future',
  'if-unmodified-since',
]
const needsEither = ['if-modified-since-beside-if-none-match', 'cache-control-defeats']
const needsStrongTag = ['if-match-list', 'simultaneous-writes']
const needsAddresses = knownChecks.filter(({ needs }) => needs === 'also').map(({ id }) => id)

interface Expected {
  /** What the validator makes unavoidable. */
  readonly finds: readonly string[]
  readonly unchecked: readonly string[]
}

/** Another check, which writes, says it of a tag. */
const coarse = 'last-modified-coarse'

/** By what a strategy sends; a strategy of another kind needs a line of its own. */
const expectations = {
  nothing: { finds: ['warning no-validator', 'warning unconditional-write'], unchecked: [...needsTag, ...needsDate, ...needsEither, coarse] },
  'a strong tag': { finds: [], unchecked: [...needsDate, coarse] },
  'a strong tag and a date': { finds: [], unchecked: [coarse] },
  'a date': { finds: ['warning last-modified-coarse'], unchecked: needsTag },
  'a weak tag': {
    finds: ['warning if-match-weak-no-guard', 'warning unconditional-write'],
    unchecked: [...needsDate, ...needsStrongTag, coarse],
  },
  // Its date guards writes from one second to the next only.
  'a weak tag and a date': { finds: ['warning if-match-weak-no-guard'], unchecked: [...needsStrongTag, coarse] },
} as const satisfies Readonly<Record<string, Expected>>

function kindOf(strategy: Strategy): keyof typeof expectations {
  if (strategy.needs === 'nothing') return 'nothing'
  const row = { version: 1, updatedAtMs: 0, digest: '' }
  const { etag, lastModifiedMs } = strategy.needs === 'content' ? strategy.validators(new Uint8Array()) : strategy.validators(row)
  if (etag === undefined) return 'a date'
  return `a ${strategy.strength === 'strong' ? 'strong' : 'weak'} tag${lastModifiedMs === undefined ? '' : ' and a date'}`
}

const reports = new Map<string, ProbeReport>()
beforeAll(async () => {
  await Promise.all(strategies.map(async ({ name }) => reports.set(name, await probeStrategy(name))))
}, 60_000)

/** Reads and writes a server that runs as the benchmark runs it. */
async function probeStrategy(strategy: string): Promise<ProbeReport> {
  const server = await startProcess([main, '--strategy', strategy, '--port', '0', '--documents', '1', '--size', '1kB'])
  try {
    const url = `http://127.0.0.1:${server.port}/orders/1`
    const settings = resolveProbeSettings(url, { write: true, rate: '5000/s' }, knownChecks)
    return await runProbe(settings, new AbortController().signal, { checking: () => {}, writing: () => {}, restoring: () => {} })
  } finally {
    await server.stop()
  }
}

describe('the probe at a server of our own', () => {
  it('has strategies of five kinds to look at', () => {
    const kinds = new Set(strategies.map(kindOf))
    expect([...kinds]).toEqual(expect.arrayContaining(['nothing', 'a strong tag', 'a date', 'a weak tag', 'a weak tag and a date']))
  })

  it.each(strategies)('finds with strategy $name only what its validator makes unavoidable', (strategy) => {
    const report = reports.get(strategy.name)
    const { finds, unchecked }: Expected = expectations[kindOf(strategy)]
    expect(report?.findings.map(({ severity, id }) => `${severity} ${id}`)).toEqual(finds)
    expect(report?.unchecked.map(({ check }) => check).toSorted()).toEqual(
      [...needsAddresses, ...unchecked].toSorted(),
    )
    expect(report?.write?.restored).toBe('the resource is as it was: GET gives the same 1000 bytes as before')
  })
})

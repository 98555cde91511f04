import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { strategies } from '../../servers/strategies/index.ts'
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
const strongTag: Expected = { finds: [], unchecked: [...needsDate, coarse] }

const expectations: Readonly<Record<string, Expected>> = {
  none: { finds: ['warning no-validator', 'warning unconditional-write'], unchecked: [...needsTag, ...needsDate, ...needsEither, coarse] },
  sha256: strongTag,
  xxhash: strongTag,
  version: strongTag,
  'last-modified': { finds: ['warning last-modified-coarse'], unchecked: needsTag },
  'sha256-stored': strongTag,
  'sha256-canonical': strongTag,
  'xxhash-canonical': strongTag,
  md5: strongTag,
  'sha1-weak': {
    finds: ['warning if-match-weak-no-guard', 'warning unconditional-write'],
    unchecked: [...needsDate, ...needsStrongTag, coarse],
  },
  // Its date guards writes, if only from one second to the next.
  'weak-timestamp': { finds: ['note if-match-weak-no-guard'], unchecked: [...needsStrongTag, coarse] },
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
  it('has an expectation for every strategy', () => {
    expect(Object.keys(expectations)).toEqual(strategies.map(({ name }) => name))
  })

  it.each(strategies)('finds with strategy $name only what its validator makes unavoidable', ({ name }) => {
    const report = reports.get(name)
    expect(report?.findings.map(({ severity, id }) => `${severity} ${id}`)).toEqual(expectations[name]?.finds)
    expect(report?.unchecked.map(({ check }) => check).toSorted()).toEqual(
      [...needsAddresses, ...(expectations[name]?.unchecked ?? [])].toSorted(),
    )
    expect(report?.write?.restored).toBe('the resource is as it was: GET gives the same 1000 bytes as before')
  })
})

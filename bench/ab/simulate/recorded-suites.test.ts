import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../stats/random.ts'
import { abFile, abSettings, scriptedLaunch } from '../ab-file-fixture.ts'
import { recordedSource, recordedSpreads } from './recorded-source.ts'
import { loadRecordedSuites } from './recorded-suites.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-recorded-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('loadRecordedSuites', () => {
  it('gives what was measured in suite files, ready to be drawn from', () => {
    const cells = ['sha256/10kB/304', 'version/10kB/put']
    const effects = [0.01, -0.02, 0.03, 0]
    const launches = effects.map((effect, launch) =>
      scriptedLaunch({ launch, confirmation: false, cells }, (cell, arm) => (arm === 'head' ? effect : -effect) * (cell === cells[0] ? 1 : 2)),
    )
    const path = written('ab.json', abFile([], { settings: abSettings(cells), launches }))
    const suites = loadRecordedSuites([path, folder])
    expect(suites.map(suite => suite.map(({ cell }) => cell))).toEqual([cells, cells])
    for (const [launch, effect] of suites[0]![1]!.head.entries()) expect(effect).toBeCloseTo(2 * effects[launch]!, 12)
    // Squares around the mean 0.005: 0.0013; twice, over 6.
    const sd = Math.sqrt(0.0026 / 6)
    for (const [index, spread] of recordedSpreads(suites).entries()) expect(spread).toBeCloseTo(sd * (1 + (index % 2)), 12)
    expect(recordedSource('recorded', suites).draw(createRandom(1), 15).head).toHaveLength(15)
  })

  it('names a file that is missing, is no JSON or no suite, and says what to give', () => {
    const noSuite = written('run.json', { kind: 'etag-bench run' })
    const message = `${noSuite} is JSON, but no etag-bench ab file: its "kind" is "etag-bench run"; npm run bench makes those`
    expect(() => loadRecordedSuites([noSuite])).toThrow(expect.objectContaining({ code: 'usage', message }))
    const none = join(folder, 'none.json')
    expect(() => loadRecordedSuites([none])).toThrow(
      expect.objectContaining({ message: `${none}: there is no such file`, hint: 'give an ab.json that npm run ab made, or the folder that it is in' }),
    )
  })
})

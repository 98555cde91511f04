import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BenchError } from '../../errors.ts'
import { abFile } from '../ab-file-fixture.ts'
import { decideSuite } from '../design/decide.ts'
import { fixtureCells, scriptedCalibrationSuite } from './calibration-fixture.ts'
import { appendToCalibrationLog, prepareCalibrationLog, readCalibrationLog } from './calibration-log.ts'
import { evidenceOf } from './calibration-suite.ts'
import { recordSuite } from './record-suite.ts'
import { nextInjection, runCalibration } from './run-calibration.ts'
import type { SuiteToMeasure } from './run-calibration.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-calibration-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let logs = 0
const newLog = () => join(scratch, String(++logs), 'log.jsonl')

const calm = { launchSd: 0.011 }

async function run(logPath: string, suites: number, measure = (suite: SuiteToMeasure) => scriptedCalibrationSuite(suite, calm)) {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  prepareCalibrationLog(logPath)
  const ended = await runCalibration({ logPath, suites, percents: [0, 8], cells: fixtureCells, harnessDirty: false, measure, announce: print, report: print })
    .then(() => undefined, (error: unknown) => error)
  return { lines, ended }
}

describe('runCalibration', () => {
  it('appends a line for each suite, and takes the injection and the seed that are next', async () => {
    const log = newLog()
    const { lines } = await run(log, 2)
    expect(lines.map((line) => line.replace(/ in \d+ (ms|s|min).*?;/, ' in a while;'))).toEqual([
      'suite 1 of 2: head is slowed by 0 %, seed 1',
      '+0 % in 3 cells: 3 no-change; base-again as if it were head: no alarm; 8 + 0 launches in a while; suite 1 of the log',
      'suite 2 of 2: head is slowed by 8 %, seed 2',
      '+8 % in 3 cells: 3 regressed; base-again as if it were head: no alarm; 12 + 12 launches in a while; suite 2 of the log',
    ])
    await run(log, 1)
    expect(readCalibrationLog(log).map(({ injection, settings }) => [injection.percent, settings.seed])).toEqual([[0, 1], [8, 2], [0, 3]])
    expect(readFileSync(log, 'utf8').split('\n').map((line) => line === '')).toEqual([false, false, false, true])
  })

  it('keeps what is whole when a suite ends early', async () => {
    const log = newLog()
    let measured = 0
    const { ended } = await run(log, 5, async (suite) => {
      if (++measured === 3) throw new BenchError('interrupted', 'interrupted', '')
      return scriptedCalibrationSuite(suite, calm)
    })
    expect(ended).toMatchObject({ code: 'interrupted' })
    expect(readCalibrationLog(log)).toHaveLength(2)
  })

  it('does not take a suite that is not whole', async () => {
    const log = newLog()
    const { ended } = await run(log, 1, async (suite) => ({ ...(await scriptedCalibrationSuite(suite, calm)), status: 'partial' }))
    expect(ended).toMatchObject({ message: 'suite suite-1 is no whole calibration suite: status partial, injection there' })
    expect(readCalibrationLog(log)).toEqual([])
    expect(() => recordSuite(abFile([]), null)).toThrow('injection none')
  })
})

describe('nextInjection', () => {
  it('counts suites of the same cells only, and takes the first of those that are fewest', async () => {
    const suite = recordSuite(await scriptedCalibrationSuite({ percent: 3, seed: 1 }, calm), null)
    expect(nextInjection([suite], [0, 3], fixtureCells)).toBe(0)
    expect(nextInjection([suite], [3, 5, 8], fixtureCells.toReversed())).toBe(5)
    expect(nextInjection([suite], [3, 5], ['sha256/10kB/200'])).toBe(3)
    expect(() => nextInjection([suite], [], fixtureCells)).toThrow('no injection to choose from')
  })
})

describe('the log', () => {
  it('holds all that the decision needs: read again, a suite is decided as it was', async () => {
    const log = newLog()
    prepareCalibrationLog(log)
    for (const seed of [1, 2, 3]) {
      const file = await scriptedCalibrationSuite({ percent: 5, seed }, { launchSd: 0.025 })
      appendToCalibrationLog(log, recordSuite(file, true))
      const read = readCalibrationLog(log).at(-1)!
      expect(read).toMatchObject({ id: `suite-${seed}`, commit: '0123456789abcdef', harnessDirty: true, elapsedMs: 1_200_000, pairs: 6 * file.launches.length - 2 * missing(file.launches), voidPairs: 0, mostForeignCores: 0 })
      expect(read.launches + read.confirmationLaunches).toBe(file.launches.length)
      expect(decideSuite(read.settings.design, evidenceOf(read)).cells.map(({ status }) => status)).toEqual(file.verdicts.map(({ verdict }) => verdict))
      expect(read.cells[0]!.head[0]).toBeCloseTo(Math.log(file.launches[0]!.pairs[0]!.numeratorNs / 20e6), 6)
    }
  })

  it('names the line that is none, and what to do', () => {
    const log = newLog()
    prepareCalibrationLog(log)
    writeFileSync(log, '\n{"schema":1}\n')
    expect(() => readCalibrationLog(log)).toThrow(expect.objectContaining({ code: 'usage', message: expect.stringMatching(/log\.jsonl:2 is no calibration suite of this version: id: /) }))
    writeFileSync(log, '{"schema"')
    expect(() => readCalibrationLog(log)).toThrow(/log\.jsonl:1 is no JSON: /)
  })

  it('says before anything is measured that it cannot be written', () => {
    const file = join(scratch, 'a-file')
    writeFileSync(file, '')
    expect(() => prepareCalibrationLog(join(file, 'log.jsonl'))).toThrow(expect.objectContaining({ code: 'results-folder', hint: 'name a log that can be written to with --log' }))
  })
})

/** Cells that were decided by then are not in a launch. */
function missing(launches: readonly { readonly cells: readonly string[] }[]): number {
  return launches.reduce((sum, { cells }) => sum + fixtureCells.length - cells.length, 0)
}

import { describe, expect, it } from 'vitest'
import { fixtureCells, scriptedCalibrationSuite } from './calibration-fixture.ts'
import { calibrationReport, comparableSuites } from './calibration-report.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { calibrationTable } from './calibration-table.ts'
import { judgeControlAsHead } from './control-as-head.ts'
import type { ScriptedTruth } from './calibration-fixture.ts'
import { detectionRates, falseAlarmRates } from './error-rates.ts'
import { recordSuite } from './record-suite.ts'

const calm = { launchSd: 0.011 }
const suite = async (percent: number, seed: number, truth: ScriptedTruth = calm) => recordSuite(await scriptedCalibrationSuite({ percent, seed }, truth), false)
const log = await Promise.all([suite(0, 1), suite(8, 2), suite(8, 3), suite(3, 4), suite(0, 5)])

describe('judgeControlAsHead', () => {
  it('alarms nowhere when base-again is base, whatever head was given', async () => {
    for (const each of [...log, await suite(30, 6)]) expect(judgeControlAsHead(each).filter(({ alarmed }) => alarmed)).toEqual([])
  })

  it('alarms where base-again is slower, and is confirmed by fresh launches where there are any', async () => {
    const shifted = { launchSd: 0.011, controlShift: 0.09 }
    const verdict = (alarmed: boolean, regressed: boolean) => fixtureCells.map((cell) => ({ cell, alarmed, regressed, unsettled: !alarmed }))
    const alone = await suite(0, 7, shifted)
    // The gate itself calls such a suite void at its first look, which no alarm can come from.
    expect([alone.launches, alone.cells.map((cell) => cell.verdict)]).toEqual([8, ['void', 'void', 'void']])
    expect(judgeControlAsHead(alone)).toEqual(verdict(false, false))
    const alarming: CalibrationSuite = { ...log[1]!, cells: log[1]!.cells.map((cell) => ({ ...cell, control: cell.head, confirmationControl: cell.confirmation })) }
    expect(judgeControlAsHead(alarming)).toEqual(verdict(true, true))
    const refuted = { ...alarming, cells: alarming.cells.map((cell) => ({ ...cell, confirmationControl: cell.confirmation.map((effect) => effect! - Math.log(1.08)) })) }
    expect(judgeControlAsHead(refuted)).toEqual(verdict(true, false))
    const unconfirmed = { ...alarming, cells: alarming.cells.map((cell) => ({ ...cell, confirmation: [], confirmationControl: [] })) }
    expect(judgeControlAsHead(unconfirmed)).toEqual(verdict(true, true))
    const none = Array.from({ length: 24 }, () => null)
    const voided = { ...alarming, cells: alarming.cells.map((cell) => ({ ...cell, confirmation: none, confirmationControl: none })) }
    expect(judgeControlAsHead(voided)).toEqual(verdict(true, true))
  })
})

describe('falseAlarmRates', () => {
  it('counts head where nothing was injected, and base-again everywhere', () => {
    // 0 of n: 1 - 0.05^(1/n).
    expect(falseAlarmRates(log).map(({ of, unit, trials, alarmed, regressed, regressedAtMost }) => [of, unit, trials, alarmed, regressed, regressedAtMost?.toFixed(4)])).toEqual([
      ['head', 'cells', 6, 0, 0, '0.3930'],
      ['head', 'suites', 2, 0, 0, '0.7764'],
      ['base-again', 'cells', 15, 0, 0, '0.1810'],
      ['base-again', 'suites', 5, 0, 0, '0.4507'],
      ['either', 'suites', 5, 0, 0, '0.4507'],
    ])
  })

  it('counts what was called regressed although nothing was changed', () => {
    const wrong = { ...log[1]!, injection: { percent: 0, waitNs: {} } }
    const [cells, suites] = falseAlarmRates([log[0]!, wrong])
    expect([cells, suites].map((rate) => [rate!.trials, rate!.alarmed, rate!.regressed])).toEqual([[6, 3, 3], [2, 1, 1]])
    expect(suites!.regressedAtMost).toBeCloseTo(0.9747, 4)
  })
})

describe('detectionRates', () => {
  it('counts by injection what was found, cells that are void among those that were not', () => {
    const voided = { ...log[1]!, cells: log[1]!.cells.map((cell, index) => (index === 0 ? { ...cell, verdict: 'void' as const, launchSd: null } : cell)) }
    const rates = detectionRates([...log, voided])
    expect(rates.map(({ percent, suites, cells, found, passed, cannotTell, voided: voids }) => [percent, suites, cells, found, passed, cannotTell, voids])).toEqual([
      [3, 1, 3, 2, 1, 0, 0],
      [8, 3, 9, 8, 0, 0, 1],
    ])
    expect(rates[1]!.foundAtLeast).toBeCloseTo(0.5709, 4)
    expect(rates[1]!.medianEffect).toBeGreaterThan(0.07)
    expect(rates[1]!.medianEffect).toBeLessThan(0.09)
    expect(detectionRates([voided], ({ launchSd }) => launchSd !== null).map(({ cells, found }) => [cells, found])).toEqual([[2, 2]])
  })
})

describe('the report', () => {
  it('leaves out suites that were cut short or followed other rules than the last, and needs one that is whole', async () => {
    const short = await suite(0, 8, { ...calm, mostLaunches: 2 })
    const other = { ...log[0]!, settings: { ...log[0]!.settings, design: { ...log[0]!.settings.design, margin: 0.03 } } }
    expect(comparableSuites([other, ...log, short])).toEqual(log)
    expect(calibrationReport([other, ...log, short])).toMatchObject({ suites: 5, leftOut: 2 })
    expect(() => calibrationReport([short])).toThrow('the log has no whole suite')
  })

  it('counts suites in which disturbed pairs are left out and such in which they counted apart', () => {
    const older = log.map(({ disturbedPairs: _pairs, ...each }) => each)
    expect(comparableSuites([...older, log[0]!])).toEqual([log[0]])
    expect(comparableSuites([log[0]!, ...older])).toEqual(older)
  })

  it('is a table of at most 80 columns', () => {
    const slow = { ...log[1]!, commit: 'fedcba9876543210', elapsedMs: 2_400_000 }
    const short = { ...log[0]!, settings: { ...log[0]!.settings, mostLaunches: 2 } }
    const table = calibrationTable(calibrationReport([...log, slow, short]))
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(table).toEqual([
      'Real suites: 6, of 0123456789, fedcba9876; 20 min 0 s each (median), 40 min 0 s',
      'at most',
      'Test CPU, 2 cores, Node v26.10.0',
      'Left out: 1, by other rules or cut short',
      '',
      'False alarms, where nothing was changed; bounds hold with 95 %',
      '                          judged    alarms   at most regressed   at most',
      'cells, head                    6         0     39.3%         0     39.3%',
      'suites, head                   2         0     77.6%         0     77.6%',
      'cells, base-again             18         0     15.3%         0     15.3%',
      'suites, base-again             6         0     39.3%         0     39.3%',
      'suites, either                 6         0     39.3%         0     39.3%',
      'alarms: before confirmation. base-again, the same build as base, is judged as',
      'head would be; its cells count where the launches sufficed. Cells of a suite',
      'share launches, suites do not.',
      '',
      'Slowdowns found, confirmation included; bounds hold with 95 %',
      "        measured suites cells found at least passed can't tell  void launches",
      '+3 %        2.8%      1     3     2    13.5%      1          0     0       12',
      '+8 %        8.0%      3     9     9    71.7%      0          0     0       12',
      '',
      'Of these, cells whose launch sd is at most 2.5 %',
      "        measured suites cells found at least passed can't tell  void launches",
      '+3 %        2.8%      1     3     2    13.5%      1          0     0       12',
      '+8 %        8.0%      3     9     9    71.7%      0          0     0       12',
      'measured: the median of the printed effects. launches: median, before',
      'confirmation. A slowdown that is ruled out, smaller than the margin, has passed.',
      '',
      'Spread of the launches, by cell',
      '                              suites median sd largest sd',
      'sha256/10kB/200                    6    1.23 %     1.64 %',
      'sha256/10kB/304                    6    1.04 %     1.11 %',
      'version/10kB/put                   6    1.25 %     1.31 %',
    ])
    expect(calibrationTable(calibrationReport([log[0]!]))).toContain('there is no suite with an injection yet')
  })
})

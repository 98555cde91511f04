import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import type { Place } from '../estimate/run-fixture.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildMicro } from '../micro/micro-fixture.ts'
import { formatCsv } from './csv.ts'
import { buildHostileRun, hostile } from './hostile-run-fixture.ts'
import { buildEdits, buildPolls } from './record-fixture.ts'

/** RFC 4180: quoted cells may hold separators, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\n') rows.push([])
  }
  expect(rows.pop()).toEqual([])
  return rows
}

const records = (text: string) => {
  const [head = [], ...rows] = parseCsv(text)
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])))
}

/** One µs, whose logarithm is exact; launches of sha256 differ. */
function us({ arm, launch }: Place): number {
  return arm === 'sha256' ? 1 + launch / 100 : 1
}

function finished(given: Partial<RunFile> = {}): RunFile {
  const run = { ...buildRun({ us, strategies: ['sha256'], classes: ['200', '304'] }), ...given }
  return { ...run, estimates: estimateRun(run) }
}

const head = 'run,table,strategy,against,response_class,size_bytes,load,scenario,variant,figure,unit,value,low,high,level,launches,remark'

/** What tells a line from all others. */
const placeColumns = head.split(',').slice(0, head.split(',').indexOf('value'))

describe('formatCsv', () => {
  it('has one header and nothing else for a run that measured nothing', () => {
    expect(formatCsv({ ...finished(), bursts: [], estimates: null })).toBe(`${head}\n`)
  })

  it('has every figure of a cell on a line of its own, with its unit and interval', () => {
    const lines = formatCsv(finished()).split('\n').filter((line) => line.includes(',unit-cost,none,,200,'))
    const cell = '2026-11-21T02-03-04Z-1a2b,unit-cost,none,,200,10000,saturated,,'
    expect(lines).toEqual([
      `${cell},cpu-per-request,us,1,1,1,0.95,6,`,
      `${cell},cpu-ratio-to-control,ratio,1,1,1,0.95,6,`,
      `${cell},sent-per-request,bytes,100,100,100,,,`,
      `${cell},received-per-request,bytes,200,200,200,,,`,
      `${cell},throughput,requests/s,1000000,,,,,`,
      `${cell},service-time-p50,us,1,,,,,`,
      `${cell},service-time-p99,us,2,,,,,`,
    ])
  })

  it('has every estimate of the run, and each line once', () => {
    const run = finished({ scenarios: ['none', 'sha256'].flatMap((strategy) => [buildPolls({ strategy }, 900, 0, 300), buildEdits({ strategy })]) })
    const rows = records(formatCsv(run))
    const estimates = JSON.stringify(run.estimates).match(/"kind":"(interval|point-only)"/g) ?? []
    const withLaunches = rows.filter(({ launches, value, remark }) => launches !== '' && (value !== '' || remark === 'cannot tell'))
    expect(withLaunches).toHaveLength(estimates.length)
    const places = rows.map((row) => JSON.stringify(placeColumns.map((column) => row[column])))
    expect(new Set(places).size).toBe(places.length)
    expect([...new Set(rows.map(({ table }) => table))]).toEqual(['unit-cost', 'pair', 'saving', 'control', 'precision', 'scenario'])
  })

  it('writes figures in full', () => {
    const row = records(formatCsv(finished())).find(({ strategy, response_class, figure }) => strategy === 'sha256' && response_class === '304' && figure === 'cpu-per-request')
    const cost = finished().estimates!.unitCosts.find(({ arm, responseClass }) => arm === 'sha256' && responseClass === '304')!.cpuUsPerRequest!
    expect([row!['value'], row!['launches']].map(Number)).toEqual([cost.point, 6])
  })

  it('gives a void cell no figure but its reason', () => {
    const bursts = finished().bursts.map((burst) => (burst.arm === 'sha256' && burst.responseClass === '304' ? { ...burst, voidReason: 'busy 60 %, not 80 %' } : burst))
    const rows = records(formatCsv(finished({ bursts }))).filter(({ strategy, response_class }) => strategy === 'sha256' && response_class === '304')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ figure: 'cpu-per-request', value: '', low: '', launches: '0', remark: expect.stringContaining('busy 60 %, not 80 %') as string })
  })

  it('says why a figure has no interval', () => {
    const run = buildRun({ us, launches: 2, classes: ['200'] })
    const row = records(formatCsv({ ...run, estimates: estimateRun(run) })).find(({ figure }) => figure === 'cpu-per-request')
    expect(row).toMatchObject({ value: '1', low: '', high: '', level: '', launches: '2', remark: 'an exact 95 % interval needs at least 6 launches, there are 2' })
  })

  it('has the figures of scripts, of each the last attempt, and of a void one its reason only', () => {
    const scenarios = [
      buildPolls({ strategy: 'none' }, 0, 0, 10_300),
      buildPolls({ strategy: 'sha256', voidReason: 'the generator was busy' }, 900, 0, 300),
      buildPolls({ strategy: 'sha256', attempt: 2 }, 900, 0, 300),
      buildEdits({ strategy: 'sha256', lostUpdates: { least: 3, most: 5, acknowledged: 300, documentsWithLosses: 1 } }),
      buildPolls({ strategy: 'version', voidReason: 'no luck' }, 0, 0, 300),
    ]
    const rows = records(formatCsv({ ...finished(), scenarios }))
    const valueOf = (wanted: Record<string, string>) => rows.filter((row) => Object.entries(wanted).every(([key, value]) => row[key] === value)).map(({ value, remark }) => [value, remark])
    expect(valueOf({ scenario: 'poll-changing', strategy: 'sha256', figure: '304-fraction' })).toEqual([['0.9', '']])
    expect(valueOf({ scenario: 'poll-changing', strategy: 'sha256', figure: 'saved-fraction' })).toEqual([[String(1 - 300 / 10_300), '']])
    expect(valueOf({ scenario: 'edit-contended', figure: 'lost-at-least' })).toEqual([['3', '']])
    expect(valueOf({ scenario: 'edit-contended', figure: 'time-to-commit-p99' })).toEqual([['12.34', '']])
    expect(valueOf({ strategy: 'version', table: 'scenario' })).toEqual([['', 'no luck']])
  })

  it('has what the model foretold beside what was measured, and the errors', () => {
    const modelCheck = {
      cells: [{ figure: 'cpu' as const, strategy: 'sha256', what: 'mix at 300/s', sizeBytes: 10_000, predicted: 90, measured: 100, relativeError: -0.1 }],
      summaries: [{ figure: 'cpu' as const, cells: 1, medianError: 0.1, worstError: 0.1, worstCell: 'sha256, mix at 300/s', reach: 0.1 }],
      unchecked: [],
    }
    const lines = formatCsv({ ...finished(), modelCheck }).split('\n').filter((line) => line.includes(',model-check,'))
    const cell = '2026-11-21T02-03-04Z-1a2b,model-check,sha256,,,10000,,mix at 300/s,'
    expect(lines).toEqual([
      `${cell},cpu-predicted,us,90,,,,,`,
      `${cell},cpu-measured,us,100,,,,,`,
      `${cell},cpu-error,fraction,-0.1,,,,,`,
      '2026-11-21T02-03-04Z-1a2b,model-check,,,,,,,,cpu-median-error,fraction,0.1,,,,,',
      '2026-11-21T02-03-04Z-1a2b,model-check,,,,,,,,cpu-worst-error,fraction,0.1,,,,,"sha256, mix at 300/s"',
    ])
  })

  it('has every estimate of the micro file that is joined, and the parts of each answer, which add up', () => {
    const micro = buildMicro({ ns: (_, __, launch) => 1000 + launch })
    const rows = records(formatCsv(finished(), micro))
    const estimates = micro.estimates!.costs.length + micro.estimates!.costs.filter(({ gigabytesPerSecond }) => gigabytesPerSecond !== null).length
    expect(rows.filter(({ table }) => table === 'micro')).toHaveLength(estimates + micro.estimates!.stringOverBuffer.length)
    const parts = rows.filter(({ table, strategy, response_class }) => table === 'cpu-breakdown' && strategy === 'sha256' && response_class === '304')
    const sum = parts.filter(({ figure }) => figure !== 'total').reduce((total, { value }) => total + Number(value), 0)
    expect(sum).toBeCloseTo(Number(parts.find(({ figure }) => figure === 'total')?.['value']), 9)
    expect(rows.filter(({ table }) => table === 'hash-factor').map(({ figure }) => figure)).toEqual(['in-handler', 'in-loop', 'handler-over-loop'])
  })

  it('has nothing of a micro file of another machine', () => {
    const micro = buildMicro({ ns: () => 1000 })
    expect(formatCsv(finished(), { ...micro, environment: { ...micro.environment, cpuModel: 'another' } })).toBe(formatCsv(finished()))
  })

  it('keeps hostile strings text: a row a line, as many cells in each, none of them a formula', () => {
    const text = formatCsv(buildHostileRun())
    const rows = parseCsv(text)
    expect(rows.length).toBe(text.split('\n').length - 1)
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([17]))
    expect(rows.flat().filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([])
    // What a spreadsheet sees that separates by semicolons and knows no quotes inside.
    expect(text.split(/[;,\n]/).filter((cell) => /^[\s"]*[=+@]/.test(cell))).toEqual([])
    expect([...text].filter((character) => character !== '\n' && /\p{Cc}/u.test(character))).toEqual([])
    const shown = hostile('sha256').replaceAll(/\p{Cc}+/gu, ' ')
    expect(rows.some((row) => row[2] === `'${shown}`)).toBe(true)
  })

  it('is the same for the same run', () => {
    expect(formatCsv(buildHostileRun())).toBe(formatCsv(buildHostileRun()))
  })
})

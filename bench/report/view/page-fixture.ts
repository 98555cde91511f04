import type { RunFile } from '../../archive/run-file.ts'
import { runFileSchema } from '../../archive/run-file.ts'
import type { ScenarioRecord } from '../../archive/scenario-record.ts'
import { estimateRun } from '../../estimate/estimates.ts'
import type { Place, RunFixture } from '../../estimate/run-fixture.ts'
import { buildRun } from '../../estimate/run-fixture.ts'
import { DurationHistogram } from '../../load/histogram.ts'
import type { MicroFile } from '../../micro/micro-file.ts'
import { buildMicro } from '../../micro/micro-fixture.ts'
import { checkModel } from '../../model/check-model.ts'
import { createRandom } from '../../stats/random.ts'
import { buildEdits, buildPolls, editFigures } from '../record-fixture.ts'

export const fixtureStrategies = ['sha256', 'xxhash', 'version', 'last-modified'] as const
const loses = (strategy: string) => strategy === 'none' || strategy === 'last-modified'
const hashNsPerByte: Readonly<Record<string, number>> = { sha256: 2.4, xxhash: 0.35 }
const random = createRandom(7)

/** Made by hand in the form of a default run: hashes grow with the content, narrow reads do not, whoever is at light load wakes up. */
function us({ arm, responseClass, sizeBytes, launch, load, round }: Place): number | undefined {
  const isFloor = arm.startsWith('floor-')
  if (isFloor && (load.endsWith('/s') || (arm === 'floor-narrow' && responseClass === '200'))) return undefined
  const noise = 1 + 0.06 * random.fork(`${arm} ${responseClass} ${sizeBytes} ${launch} ${load} ${round}`).next()
  const wakesUp = load === '100/s' ? 180 : load === '1000/s' ? 50 : 0
  const narrow = !arm.startsWith('none') && hashNsPerByte[arm] === undefined && (responseClass === '304' || responseClass === '412')
  const content = isFloor ? (responseClass === '304' ? 0 : sizeBytes / 8000) : narrow ? 2 : 30 + sizeBytes / 230
  const hash = ((hashNsPerByte[arm] ?? 0) * sizeBytes) / 1000
  const writes = responseClass === 'put' ? 25 : 0
  return (8 + content + hash + writes + wakesUp) * noise
}

function bytes({ arm, responseClass, sizeBytes }: Place): { sent: number; received: number } {
  if (arm.startsWith('none')) return { sent: 140, received: sizeBytes + 200 }
  const tag = arm === 'sha256' ? 34 : arm === 'xxhash' ? 18 : arm === 'version' ? 4 : 29
  return { sent: 125 + tag, received: responseClass === '304' ? 150 + tag : sizeBytes + 215 + tag }
}

/** A run with every chart in it. */
export function buildReportRun(fixture: Partial<RunFixture> = {}, changes: Partial<RunFile> = {}): RunFile {
  const plain = buildRun({
    us, bytes, plainGetSentBytes: 90, strategies: fixtureStrategies, references: ['floor-constant', 'floor-narrow'],
    sizesBytes: [1_000, 10_000, 100_000, 1_000_000], fixedRates: [100, 1000], ...fixture,
  })
  const run = { ...plain, scenarios: [...reportScenarios], ...changes }
  const estimated = { ...run, estimates: estimateRun(run) }
  return runFileSchema.parse({ ...estimated, modelCheck: checkModel(estimated) })
}

const nsPerByte: Readonly<Record<string, number>> = {
  'sha256-buffer': 1.9, 'xxh64-buffer': 0.3, 'json-parse': 1.6, 'json-stringify': 0.8, 'encode-utf8': 0.1, 'read-row': 0.3, 'read-columns': 0,
}

/** What the parts of those costs might be by themselves. */
export function buildReportMicro(): MicroFile {
  const ns = (task: string, sizeBytes: number | null) => 900 + nsPerByte[task]! * (sizeBytes ?? 0)
  return buildMicro({ tasks: Object.keys(nsPerByte), sizesBytes: [1_000, 10_000, 100_000, 1_000_000], ns })
}

/** Durations around a median, the longest ten times as long. */
export function buildTimes(label: string, medianMs: number): ScenarioRecord['byKind'][string]['responseTime'] {
  const draws = random.fork(label)
  const histogram = new DurationHistogram()
  for (let nth = 0; nth < 500; nth += 1) histogram.record(medianMs * 1e6 * 10 ** ((draws.next() + draws.next() + draws.next() - 1.5) / 1.5))
  return { ...histogram.summary(), encoded: histogram.encoded() }
}

const reportScenarios: readonly ScenarioRecord[] = ['none', ...fixtureStrategies].flatMap((strategy) => [
  ...[0.01, 0.1, 0.5].map((changed) => pollChanging(strategy, changed)),
  ...[1, 4, 16].map((editors) => editContended(strategy, editors)),
  editBurst(strategy),
])

function pollChanging(strategy: string, changedFraction: number): ScenarioRecord {
  const changed = Math.round(1000 * changedFraction)
  const falseOnes = strategy === 'last-modified' ? Math.round(changed / 2) : 0
  const notModified = strategy === 'none' ? 0 : 990 - changed + falseOnes
  const plainBytes = 10_340
  const record = buildPolls(
    { strategy, variant: `${changedFraction * 100} % changed`, settings: { changedFraction } }, notModified, falseOnes,
    strategy === 'none' ? plainBytes : 330 + (plainBytes - 330) * (changedFraction - falseOnes / 1000),
  )
  const poll = record.byKind['poll']!
  const serviceTime = buildTimes(`${strategy} ${changedFraction}`, strategy === 'version' ? 0.4 : 0.7)
  return { ...record, byKind: { poll: { ...poll, responseTime: serviceTime, serviceTime } } }
}

function editContended(strategy: string, editors: number): ScenarioRecord {
  const abortRate = loses(strategy) ? 0 : 1 - 1 / (1 + 0.08 * (editors - 1))
  const acknowledged = editors * 20
  const lost = loses(strategy) ? Math.round(acknowledged * (1 - 1 / (1 + 0.12 * (editors - 1)))) : 0
  const attempts = Math.round(acknowledged / (1 - abortRate))
  const record = buildEdits({
    strategy, variant: `${editors} editors`, settings: { editors, documents: 4 },
    edits: { ...editFigures, attempts, aborts: attempts - acknowledged, abortRate, committed: acknowledged, gaveUp: 0 },
    lostUpdates: { least: lost, most: lost, acknowledged, documentsWithLosses: lost > 0 ? 4 : 0 },
  })
  const serviceTime = buildTimes(`${strategy} ${editors}`, 1)
  return { ...record, byKind: { edit: { ...record.byKind['edit']!, responseTime: serviceTime, serviceTime } } }
}

function editBurst(strategy: string): ScenarioRecord {
  const lost = loses(strategy) ? 100 : 0
  const record = buildEdits({
    scenario: 'edit-burst', strategy, workload: 'open', settings: { editors: 5 },
    edits: { ...editFigures, committed: 250, aborts: lost > 0 ? 0 : 100, abortRate: lost > 0 ? 0 : 0.29, attempts: lost > 0 ? 250 : 350 },
    lostUpdates: { least: lost, most: lost + (strategy === 'none' ? 2 : 0), acknowledged: 250, documentsWithLosses: 1 },
  })
  return { ...record, byKind: { edit: { ...record.byKind['edit']!, responseTime: buildTimes(`due ${strategy}`, 2.4), serviceTime: buildTimes(`sent ${strategy}`, 1.5) } } }
}

import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Command } from 'commander'
import { loadPayload } from '../../servers/resource/payload.ts'
import { defaultResultsFolder } from '../archive/default-results-folder.ts'
import { readRunFile } from '../archive/read-run-file.ts'
import { resultPaths } from '../archive/result-paths.ts'
import type { RunFile } from '../archive/run-file.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { advise } from '../model/advise.ts'
import type { CostBasis } from '../model/cost-basis.ts'
import { readCostBasis } from '../model/read-cost-basis.ts'
import { trafficFields, usualTraffic } from '../model/traffic-fields.ts'
import type { Traffic } from '../model/traffic.ts'
import { formatAdvice } from '../report/advice-table.ts'

interface AdviseFlags extends Readonly<Record<string, string | boolean | undefined>> {
  readonly run?: string
  readonly payload?: string
  readonly json?: boolean
}

const sampleRun = resolve(import.meta.dirname, '../../results/sample/run.json')

export function addAdviseCommand(program: Command, context: CommandContext): void {
  const advising = program
    .command('advise')
    .description('Which strategy to take for your traffic, what each would cost and lose, and what would change that.')
    .option('--run <file>', 'a run.json, or its folder (default: the newest complete run, else the sample)')
    .option('--payload <file>', 'a JSON document of yours: its size and how well it compresses are taken')
    .option('--json', 'print traffic, advice and model check as JSON')
  const usual = usualTraffic([])
  for (const field of trafficFields) {
    const otherwise = field.key === 'sizeBytes' ? 'that measured next to 10kB' : field.format(usual)
    advising.option(`--${field.flag} ${field.argument}`, `${field.description} (default: ${otherwise})`)
  }
  advising.action((flags: AdviseFlags) => giveAdvice(flags, context))
}

function giveAdvice(flags: AdviseFlags, { stdout }: CommandContext): void {
  const { stated, own } = readTraffic(flags)
  const basis = withOwnContent(chooseBasis(flags.run), own)
  const traffic: Traffic = { ...usualTraffic(basis.sizesBytes), ...stated }
  const advice = advise(basis, traffic)
  const { runId, check } = basis
  stdout.write(flags.json ? `${JSON.stringify({ runId, traffic, advice, check })}\n` : formatAdvice(advice, basis, traffic))
}

/** As it would be sent, with and without compression. */
type OwnContent = CostBasis['contents'][number]

interface StatedTraffic {
  readonly stated: Partial<Traffic>
  readonly own: OwnContent | undefined
}

/** Throws one usage error that names everything wrong with the flags. */
function readTraffic(flags: AdviseFlags): StatedTraffic {
  const problems: string[] = []
  const collect = <T>(flag: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      problems.push(`--${flag}: ${(error as Error).message}`)
      return undefined
    }
  }
  const parts = trafficFields.map(({ flag, parse }) => {
    const text = flags[camelCase(flag)]
    return typeof text === 'string' ? collect(flag, () => parse(text)) : {}
  })
  const { payload } = flags
  if (payload !== undefined && flags['size'] !== undefined) problems.push('--payload and --size exclude each other: a payload has the size it has')
  const own = payload === undefined ? undefined : collect('payload', () => weighPayload(payload))
  if (own !== undefined) parts.push({ sizeBytes: own.sizeBytes })
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), 'npm run advise -- --help lists the flags')
  return { stated: Object.assign({}, ...parts) as Partial<Traffic>, own }
}

/** As commander names what follows from a flag. */
const camelCase = (flag: string) => flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Without the bookkeeping that only a benchmark needs. */
function weighPayload(path: string): OwnContent {
  const reading = loadPayload(path)
  if (!reading.ok) throw new Error(reading.reason)
  const { content, sentBytes, bookkeepingBytes } = reading
  const sizeBytes = sentBytes - bookkeepingBytes
  return { sizeBytes, gzipBytes: Math.round((gzipSync(JSON.stringify(content)).length * sizeBytes) / sentBytes) }
}

/** A run that compressed its own contents stays as it is: its bytes are of those. */
function withOwnContent(basis: CostBasis, own: OwnContent | undefined): CostBasis {
  return own === undefined || basis.encoding === 'gzip' ? basis : { ...basis, contents: [own] }
}

function chooseBasis(path: string | undefined): CostBasis {
  if (path !== undefined) {
    const run = readRunFile(path)
    const basis = readCostBasis(run)
    if (basis !== null) return basis
    throw new BenchError('usage', `${path} has no unit costs: ${whyNoCosts(run)}`, 'name a run that has some: npm run bench makes one')
  }
  for (const each of resultPaths(defaultResultsFolder, 'run.json')) {
    const basis = completeBasis(each)
    if (basis !== null) return basis
  }
  const sample = completeBasis(sampleRun)
  if (sample !== null) return sample
  throw new BenchError('usage', 'there is no complete run to advise from, nor a sample', 'make one with npm run bench, or name one with --run')
}

function whyNoCosts({ settings, bursts }: RunFile): string {
  if (settings.classes.length === 0) return 'only scenarios were played'
  return bursts.length === 0 ? 'it ended before any request was measured' : `none of its ${bursts.length} bursts leaves a figure (voidReason says why each does not count)`
}

/** null: it ended early, has no unit costs, or cannot be read: an earlier run is as good. */
function completeBasis(path: string): CostBasis | null {
  try {
    const run = readRunFile(path)
    return run.status === 'complete' ? readCostBasis(run) : null
  } catch (error) {
    if (error instanceof BenchError) return null
    throw error
  }
}

import { contentCodings } from '../servers/http/content-coding.ts'
import type { ContentCoding } from '../servers/http/content-coding.ts'
import { references } from '../servers/index.ts'
import type { Payload } from '../servers/resource/payload.ts'
import { defaultStrategies, strategies } from '../servers/strategies/index.ts'
import { isStrategyFile } from '../servers/strategies/load-strategy.ts'
import { scenarios } from '../scenarios/index.ts'
import { FlagProblems } from './flag-problems.ts'
import type { ResponseClass } from './plan/response-class.ts'
import { responseClasses } from './plan/response-class.ts'
import type { ScenarioFlagName } from './plan/scenario-flags.ts'
import { readScenarioFlags } from './plan/scenario-flags.ts'
import { countVariants, defaultScenarios } from './plan/scenarios.ts'
import type { BenchSettings, Mode } from './plan/settings.ts'
import { defaultConnections, defaultSizesBytes, laneAgreementSizeBytes, longestBurstMs, longestWarmUpMs, middleSizeBytes, modeSettings, pacedMix, saturatedMix } from './plan/settings.ts'

/** The flags of `bench` as the command line gives them: text, or undefined. */
export interface BenchFlags extends Readonly<Partial<Record<ScenarioFlagName, string>>> {
  readonly quick?: boolean
  readonly thorough?: boolean
  readonly strategies?: string
  readonly strategy?: readonly string[]
  readonly references?: string
  readonly sizes?: string
  readonly classes?: string
  readonly payload?: string
  readonly encoding?: string
  readonly scenarios?: string
  readonly seed?: string
  readonly launches?: string
  readonly connections?: string
  readonly warmup?: string
  readonly burst?: string
  readonly rounds?: string
  readonly out?: string
  /** False: --no-report. */
  readonly report?: boolean
  readonly json?: boolean
}

/** Where all strategies compress, `none-gzip` would be `none` once more. */
const defaultReferences: Readonly<Record<ContentCoding, readonly string[]>> = {
  identity: ['floor-constant', 'floor-narrow', 'none-gzip'],
  gzip: ['floor-constant', 'floor-narrow'],
}
/** Of one scenario: more is a mistake, or a night's work that should be several runs. */
const mostVariants = 64
/** Hours: exact intervals gain little from more. */
const mostLaunches = 200

/** Settings of a run, fully resolved. Throws one usage error that names everything wrong with the flags. */
export function resolveSettings(flags: BenchFlags): { readonly settings: BenchSettings; readonly payload: Payload | null } {
  const problems = new FlagProblems()
  const mode: Mode = flags.quick ? 'quick' : flags.thorough ? 'thorough' : 'default'
  if (flags.quick && flags.thorough) problems.add('--quick and --thorough exclude each other: give one of them')
  const payload = problems.payload(flags)
  const sizesBytes = payload ? [payload.sentBytes] : (flags.sizes === undefined ? usualSizes(mode) : problems.sizes(flags.sizes))
  const encoding = problems.collect(() => readEncoding(flags.encoding), 'identity')
  const classes = problems.choose('class', flags.classes, responseClasses, responseClasses) as readonly ResponseClass[]
  const settings: BenchSettings = {
    ...modeSettings[mode],
    mode,
    strategies: [
      ...problems.choose('strategy', flags.strategies, strategies.map(({ name }) => name), defaultStrategies.map(({ name }) => name)),
      ...chooseFiles(flags.strategy, problems),
    ],
    references: problems.choose('reference', flags.references, references.map(({ name }) => name), defaultReferences[encoding]),
    sizesBytes,
    payloadFile: flags.payload ?? null,
    encoding,
    ...chooseScenarios(flags, mode, problems),
    classes,
    seed: problems.integer('--seed', flags.seed, 1, 0, 2 ** 32 - 1),
    launches: problems.integer('--launches', flags.launches, modeSettings[mode].launches, 1, mostLaunches),
    connections: problems.integer('--connections', flags.connections, defaultConnections, 1, 256),
    ...problems.duration('warmupCpuMsPerClass', '--warmup', flags.warmup, longestWarmUpMs),
    ...problems.duration('burstCpuMs', '--burst', flags.burst, longestBurstMs),
    roundsPerLaunch: problems.integer('--rounds', flags.rounds, modeSettings[mode].roundsPerLaunch, 1, 100),
    fixedRateSizesBytes: mode === 'thorough' ? sizesBytes : nearestTo(middleSizeBytes, sizesBytes),
    modelCheck: planModelCheck(mode, classes, sizesBytes),
    // It plays class 200, which must have been warmed.
    laneAgreement:
      mode === 'quick' || sizesBytes.length === 0 || !classes.includes('200')
        ? null
        : { sizeBytes: nearestTo(laneAgreementSizeBytes, sizesBytes)[0]!, rounds: 4 },
  }
  if (settings.classes.length === 0 && settings.scenarios.length === 0 && flags.scenarios === 'none') {
    problems.add('--classes none and --scenarios none leave nothing to measure: leave out one of them')
  }
  problems.throwIfAny('npm run bench -- --help lists the flags, npm run bench -- list the names')
  return { settings, payload }
}

function chooseFiles(paths: readonly string[] = [], problems: FlagProblems): readonly string[] {
  for (const path of paths) {
    if (!isStrategyFile(path)) problems.add(`--strategy ${path}: give the path of a file, such as ./mine.ts; names go into --strategies`)
  }
  return paths
}

function chooseScenarios(flags: BenchFlags, mode: Mode, problems: FlagProblems): Pick<BenchSettings, 'scenarios' | 'scenarioSettings'> {
  const names = problems.choose('scenario', flags.scenarios, scenarios.map(({ name }) => name), defaultScenarios(mode))
  const chosen = scenarios.filter(({ name }) => names.includes(name))
  const { settings: scenarioSettings, problems: found } = readScenarioFlags(flags, chosen, scenarios)
  for (const problem of found) problems.add(problem)
  for (const scenario of chosen) {
    const variants = countVariants(scenario, { mode, scenarioSettings })
    if (variants > mostVariants) {
      problems.add(`the flags make ${variants} variants of ${scenario.name}: list fewer values, for at most ${mostVariants}`)
    }
  }
  return { scenarios: names, scenarioSettings }
}

/** Without fixed rates only saturated costs can be foretold. */
function planModelCheck(mode: Mode, classes: readonly ResponseClass[], sizesBytes: readonly number[]): BenchSettings['modelCheck'] {
  const [sizeBytes] = nearestTo(middleSizeBytes, sizesBytes)
  const mixed = modeSettings[mode].fixedRates.length === 0 ? saturatedMix : pacedMix
  const isMeasured = Object.keys(mixed.mix).every((each) => classes.some((measured) => measured === each))
  return sizeBytes === undefined || !isMeasured ? null : { ...mixed, sizeBytes }
}

const usualSizes = (mode: Mode): readonly number[] => (mode === 'quick' ? [middleSizeBytes] : defaultSizesBytes)

/** The wanted size where it is measured, else the one nearest to it. */
function nearestTo(wantedBytes: number, sizesBytes: readonly number[]): readonly number[] {
  const distance = (size: number) => Math.abs(Math.log(size / wantedBytes))
  return sizesBytes.toSorted((a, b) => distance(a) - distance(b)).slice(0, 1)
}

function readEncoding(text: string | undefined): ContentCoding {
  const encoding = contentCodings.find((each) => each === (text ?? 'identity'))
  if (encoding === undefined) throw new Error(`--encoding ${text}: give ${contentCodings.join(' or ')}`)
  return encoding
}

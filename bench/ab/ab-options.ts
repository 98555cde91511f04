import type { Payload } from '../../servers/resource/payload.ts'
import { FlagProblems } from '../flag-problems.ts'
import type { Arm } from '../plan/arm.ts'
import { defaultConnections, longestBurstMs, longestWarmUpMs } from '../plan/settings.ts'
import type { AbConfig } from './ab-config.ts'
import { configFileName, readAbConfig } from './ab-config.ts'
import type { AbSettings } from './ab-file.ts'
import type { CellChoice, CellPlan } from './cells.ts'
import { planServerCells, planStrategyCells } from './cells.ts'
import { defaultDesign, validateDesign } from './design/sequential-design.ts'
import { launchEffort } from './measure/launch-effort.ts'
import { readFraction } from './read-fraction.ts'
import { smokeLaunches } from './smoke.ts'

/** The flags of `ab` as the command line gives them. */
export interface AbFlags {
  readonly base?: string
  readonly head?: string
  readonly command?: string
  readonly build?: string
  readonly commandBase?: string
  readonly commandHead?: string
  readonly strategies?: string
  readonly sizes?: string
  readonly payload?: string
  readonly classes?: string
  readonly cells?: string
  readonly ignore?: string
  readonly minimumEffect?: string
  readonly alpha?: string
  readonly launches?: string
  readonly pairs?: string
  readonly warmup?: string
  readonly burst?: string
  readonly seed?: string
  readonly config?: string
  readonly smoke?: boolean
  readonly failOnCannotTell?: boolean
  /** False: --no-exact. */
  readonly exact?: boolean
  readonly out?: string
  readonly json?: boolean
}

/** What is compared with what. */
export type Comparison =
  | { readonly kind: 'commits'; readonly baseRef: string; readonly headRef: string | null; readonly command: string | null; readonly build: string | null }
  | { readonly kind: 'commands'; readonly base: string; readonly head: string }

export interface AbPlan {
  readonly comparison: Comparison
  readonly settings: AbSettings
  /** Of the strategies compared, without commands. */
  readonly servers: readonly Arm[]
  /** Of --payload. */
  readonly payload: Payload | null
}

/** Flags over bench.config.json over defaults. Throws one usage error that names everything wrong with them. */
export async function resolveAbPlan(flags: AbFlags): Promise<AbPlan> {
  const config = readAbConfig(flags.config)
  const problems = new FlagProblems()
  const comparison = problems.collect(() => chooseComparison(flags, config), undefined)
  const isForeign = comparison?.kind === 'commands' || (comparison?.kind === 'commits' && comparison.command !== null)
  const payload = problems.payload(flags)
  const plan = await planCells(flags, config, isForeign, payload).catch((error: Error) => void problems.add(error.message))
  const { familyAlpha: usualAlpha, minimumEffect: usualEffect } = defaultDesign
  const familyAlpha = problems.collect(() => readFraction('--alpha', flags.alpha, config.alpha ?? usualAlpha), usualAlpha)
  const minimumEffect = problems.collect(() => readFraction('--minimum-effect', flags.minimumEffect, config.minimumEffect ?? usualEffect), usualEffect)
  const mode = flags.smoke ? 'smoke' : 'gate'
  const effort = launchEffort(mode)
  const looks = mode === 'smoke' ? [smokeLaunches] : defaultDesign.looks
  const numbers = {
    seed: problems.integer('--seed', flags.seed, 1, 0, 2 ** 32 - 1),
    mostLaunches: problems.integer('--launches', flags.launches, looks.at(-1)!, 1, looks.at(-1)!),
    pairsPerLaunch: problems.integer('--pairs', flags.pairs, effort.pairsPerLaunch, 1, 200),
    warmupCpuMsPerClass: effort.warmupCpuMsPerClass,
    burstCpuMs: 20,
    ...problems.duration('warmupCpuMsPerClass', '--warmup', flags.warmup, longestWarmUpMs),
    ...problems.duration('burstCpuMs', '--burst', flags.burst, longestBurstMs),
  }
  const open = Object.keys(config).length === 0 ? '' : `; what they leave open is taken from ${flags.config ?? configFileName}`
  problems.throwIfAny(`npm run ab -- --help lists the flags${open}`)
  const settings: AbSettings = {
    mode,
    cells: [...plan!.cells],
    ignored: [...plan!.ignored],
    payloadFile: flags.payload ?? null,
    design: mutable({ ...defaultDesign, familyAlpha, minimumEffect }),
    connections: defaultConnections,
    ...numbers,
    failOnCannotTell: flags.failOnCannotTell ?? config.failOnCannotTell ?? false,
    exactGates: flags.exact ?? true,
  }
  validateDesign(settings.design)
  return { comparison: comparison!, settings, servers: plan!.servers, payload }
}

function chooseComparison(flags: AbFlags, config: AbConfig): Comparison {
  const { base, head, commandBase, commandHead } = flags
  if (commandBase !== undefined || commandHead !== undefined) {
    if (commandBase === undefined || commandHead === undefined) throw new Error('--command-base and --command-head go together: give both')
    if ((base ?? head ?? flags.command ?? flags.build) !== undefined) {
      throw new Error('--command-base and --command-head compare servers as they are: leave out --base, --head, --command and --build')
    }
    return { kind: 'commands', base: commandBase, head: commandHead }
  }
  if (base === undefined) throw new Error('nothing to compare with: give --base with a commit, such as --base origin/main, or --command-base and --command-head')
  return { kind: 'commits', baseRef: base, headRef: head ?? null, command: flags.command ?? config.command ?? null, build: flags.build ?? config.build ?? null }
}

/** Name of the only server where a command says what is started. */
export const foreignServerName = 'server'

async function planCells(flags: AbFlags, config: AbConfig, isForeign: boolean, payload: Payload | null): Promise<CellPlan> {
  const choice = { ...chooseCells(flags, config), payloadBytes: payload?.sentBytes }
  if (!isForeign) return planStrategyCells(choice)
  if (flags.strategies !== undefined) throw new Error('a command starts one server: leave out --strategies')
  if (config.strategies !== undefined && config.command !== undefined) {
    throw new Error(`a command starts one server: ${flags.config ?? configFileName} has "command" and "strategies": leave one of them out`)
  }
  return planServerCells(choice, foreignServer)
}

/** A flag that names cells takes the place of all that the file says of which. */
function chooseCells(flags: AbFlags, config: AbConfig): CellChoice {
  const flagged = { strategies: list(flags.strategies), sizes: list(flags.sizes), classes: list(flags.classes), cells: list(flags.cells) }
  if (flagged.cells !== undefined && (flagged.strategies ?? flagged.sizes ?? flagged.classes) !== undefined) {
    throw new Error('--cells names cells whole: leave out --strategies, --sizes and --classes')
  }
  const { strategies, sizes, classes, cells } = config
  const isFlagged = flags.payload !== undefined || Object.values(flagged).some((each) => each !== undefined)
  const chosen = isFlagged ? { strategies, sizes, classes, ...defined(flagged) } : { strategies, sizes, classes, cells }
  return { ...chosen, ignore: list(flags.ignore) ?? config.ignore }
}

/** What the harness takes a server for that it knows nothing of: what it asks by is what the server sends. */
const foreignServer: Arm = {
  name: foreignServerName,
  role: 'strategy',
  summary: 'started by a command',
  writeGuard: 'if-match',
  blindMs: 0,
  asksFor: [],
  strongTag: false,
  classes: ['200', '304', 'put', '412'],
  asksFor200: 'conditionally',
  encoding: 'identity',
  command: { name: foreignServerName, command: '', args: [], node: false },
}

const list = (text: string | undefined) => text?.split(',').map((part) => part.trim()).filter((part) => part !== '')

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

function mutable({ looks, alphaShares, nonInferiorityAlphas, ...design }: typeof defaultDesign): AbSettings['design'] {
  return { ...design, looks: [...looks], alphaShares: [...alphaShares], nonInferiorityAlphas: [...nonInferiorityAlphas] }
}

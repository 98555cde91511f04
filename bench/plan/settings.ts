import type { ContentCoding } from '../../servers/http/content-coding.ts'
import type { LoadPoint } from './load-point.ts'
import type { ResponseClass } from './response-class.ts'

export const modes = ['quick', 'default', 'thorough'] as const
export type Mode = (typeof modes)[number]

/** A run, fully resolved: nothing later handles "missing". Stored whole in the run file. */
export interface BenchSettings {
  readonly mode: Mode
  /** Names, or paths of strategy files. */
  readonly strategies: readonly string[]
  readonly references: readonly string[]
  readonly sizesBytes: readonly number[]
  readonly payloadFile: string | null
  /** In which coding strategies are asked for contents, and send them. */
  readonly encoding: ContentCoding
  readonly scenarios: readonly string[]
  readonly classes: readonly ResponseClass[]
  readonly seed: number
  readonly launches: number
  readonly connections: number
  /** Server CPU spent on each class of each arm before anything is counted. */
  readonly warmupCpuMsPerClass: number
  /** Server CPU that a saturated burst is sized for; at least one request a connection. */
  readonly burstCpuMs: number
  /** Saturated bursts of each cell in a launch; the cheapest of them is what the launch says (METHOD.md). */
  readonly roundsPerLaunch: number
  readonly fixedRates: readonly FixedRate[]
  readonly fixedRateSizesBytes: readonly number[]
  /** Size at which autocannon and the virtual users are held against each other; null: not done. */
  readonly laneAgreement: { readonly sizeBytes: number; readonly rounds: number } | null
  /** Bursts of mixed classes that the cost model must foretell, being fitted on none of them; null: not made. */
  readonly modelCheck: MixedLoad | null
  /** Logical edits per editor, polls per user and the like are multiplied by this, unless a flag sets them. */
  readonly scenarioScale: number
  /** Settings of scenarios that flags give, by name; several values of one are a sweep. */
  readonly scenarioSettings: Readonly<Record<string, readonly (number | string)[]>>
}

export interface FixedRate {
  readonly load: LoadPoint
  readonly requestsPerSecond: number
  readonly seconds: number
  /** Bursts of each cell in a launch. */
  readonly roundsPerLaunch: number
}

/** A load of several classes at once, at one size. */
export interface MixedLoad {
  /** null: as fast as it goes. */
  readonly requestsPerSecond: number | null
  /** Requests by class; of a burst at a rate all of them, of a saturated one its proportions. */
  readonly mix: Readonly<Partial<Record<ResponseClass, number>>>
  readonly sizeBytes: number
  /** Bursts of each arm in a launch. */
  readonly roundsPerLaunch: number
}

/** Between the fixed rates, and most of it polls that find no change. */
export const pacedMix: Omit<MixedLoad, 'sizeBytes'> = { requestsPerSecond: 300, mix: { '304': 24, '200': 10, put: 6 }, roundsPerLaunch: 2 }

/** Where there are no fixed rates to tell the cost of light load from. */
export const saturatedMix: Omit<MixedLoad, 'sizeBytes'> = { requestsPerSecond: null, mix: { '304': 12, '200': 5, put: 3 }, roundsPerLaunch: 3 }

const rate = (requestsPerSecond: number, seconds: number, roundsPerLaunch: number): FixedRate => ({
  load: `${requestsPerSecond}/s`,
  requestsPerSecond,
  seconds,
  roundsPerLaunch,
})

export const defaultSizesBytes = [1_000, 10_000, 100_000, 1_000_000] as const
export const middleSizeBytes = 10_000

/** Both load generators must keep the server busy: of smaller answers the virtual users take more CPU than the server does. */
export const laneAgreementSizeBytes = 100_000

type ModeSettings = Pick<
  BenchSettings,
  | 'launches'
  | 'warmupCpuMsPerClass'
  | 'burstCpuMs'
  | 'roundsPerLaunch'
  | 'fixedRates'
  | 'scenarioScale'
>

/** METHOD.md says why each is what it is. */
export const modeSettings: Readonly<Record<Mode, ModeSettings>> = {
  quick: {
    launches: 6,
    warmupCpuMsPerClass: 120,
    burstCpuMs: 20,
    roundsPerLaunch: 3,
    fixedRates: [],
    scenarioScale: 0.5,
  },
  default: {
    launches: 6,
    warmupCpuMsPerClass: 500,
    burstCpuMs: 20,
    roundsPerLaunch: 4,
    fixedRates: [rate(100, 0.2, 2), rate(1000, 0.1, 2)],
    scenarioScale: 1,
  },
  thorough: {
    launches: 12,
    warmupCpuMsPerClass: 1000,
    burstCpuMs: 20,
    roundsPerLaunch: 6,
    fixedRates: [rate(100, 0.2, 2), rate(1000, 0.1, 2)],
    scenarioScale: 2,
  },
}

export const defaultConnections = 8

/** What flags may ask for. */
export const longestWarmUpMs = 600_000
export const longestBurstMs = 60_000

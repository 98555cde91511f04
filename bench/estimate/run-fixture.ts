import { buildEnvironment } from '../archive/environment-fixture.ts'
import type { ArmEntry, BurstEntry, RunFile } from '../archive/run-file.ts'
import { modeSettings } from '../plan/settings.ts'

type ResponseClass = BurstEntry['responseClass']

/** Where a burst stands in the matrix. */
export interface Place {
  readonly launch: number
  readonly arm: string
  readonly responseClass: ResponseClass
  readonly sizeBytes: number
  readonly load: string
  readonly round: number
}

/** A run made by hand: whatever is not given is there in the plainest form. */
export interface RunFixture {
  readonly launches?: number
  /** Saturated bursts of each cell in a launch; 1 unless given. */
  readonly rounds?: number
  readonly sizesBytes?: readonly number[]
  readonly classes?: readonly ResponseClass[]
  readonly strategies?: readonly string[]
  readonly references?: readonly string[]
  readonly fixedRates?: readonly number[]
  /** Adds closed bursts of `none` by both load generators at this size. */
  readonly laneAgreementBytes?: number
  /** Microseconds of server CPU per request, connections left out; `undefined`: no such burst. */
  readonly us: (place: Place) => number | undefined
  /** What a burst by autocannon pays for its connections, in every launch alike. */
  readonly connectionNs?: number
  /** Per request. */
  readonly bytes?: (place: Place) => { readonly sent: number; readonly received: number }
  readonly plainGetSentBytes?: number
  /** Gzip makes a fifth of every content. */
  readonly encoding?: 'identity' | 'gzip'
}

export const requestsPerBurst = 100
const byAutocannon: readonly string[] = ['saturated', 'closed-autocannon']

/** `none` twice, the strategies, the references; every arm has all classes, a reference only 200 and 304. */
export function buildRun(fixture: RunFixture): RunFile {
  const { launches = 6, rounds = 1, sizesBytes = [10_000], classes = ['200', '304', 'put', '412'], fixedRates = [], us } = fixture
  const { strategies = ['sha256'], references = [], connectionNs = 0, laneAgreementBytes } = fixture
  const arms = [
    arm('none', 'control'),
    arm('none-again', 'control-again'),
    ...strategies.map((name) => arm(name, 'strategy')),
    ...references.map((name) => arm(name, 'reference')),
  ]
  const cells = Array.from({ length: launches }, (_, launch) => launch).flatMap((launch) =>
    arms.flatMap((each) =>
      classes.filter((responseClass) => each.classes.includes(responseClass)).flatMap((responseClass) =>
        sizesBytes.map((sizeBytes) => ({ launch, arm: each.name, responseClass, sizeBytes })),
      ),
    ),
  )
  const saturated = cells.flatMap((cell) => Array.from({ length: rounds }, (_, round) => ({ ...cell, load: 'saturated', round })))
  const paced = fixedRates.flatMap((rate) => cells.map((cell) => ({ ...cell, load: `${rate}/s`, round: 0 })))
  const lanes = laneAgreementBytes === undefined ? [] : Array.from({ length: launches }, (_, launch) => {
    const cell = { launch, arm: 'none', responseClass: '200' as const, sizeBytes: laneAgreementBytes, round: 0 }
    return [{ ...cell, load: 'closed-autocannon' }, { ...cell, load: 'closed-users' }]
  }).flat()
  return {
    ...emptyRun(arms),
    settings: {
      mode: 'default',
      ...modeSettings.default,
      strategies: [...strategies],
      references: [...references],
      sizesBytes: [...sizesBytes],
      payloadFile: null,
      encoding: fixture.encoding ?? 'identity',
      scenarios: [],
      classes: [...classes],
      seed: 1,
      launches,
      connections: 8,
      roundsPerLaunch: rounds,
      fixedRates: fixedRates.map((rate) => ({ load: `${rate}/s`, requestsPerSecond: rate, seconds: 1, roundsPerLaunch: 1 })),
      fixedRateSizesBytes: [...sizesBytes],
      modelCheck: null,
      scenarioSettings: {},
      laneAgreement: laneAgreementBytes === undefined ? null : { sizeBytes: laneAgreementBytes, rounds: 1 },
    },
    contents: sizesBytes.map((sizeBytes) => ({ sizeBytes, gzipBytes: Math.round(sizeBytes / 5) })),
    warmUps: [],
    connectionCosts: Array.from({ length: launches }, (_, launch) => launch).flatMap((launch) =>
      arms.map(({ name }) => ({
        launch, arm: name, connections: 8, cpuNs: connectionNs, plainGetSentBytes: fixture.plainGetSentBytes ?? 60,
      })),
    ),
    bursts: [...saturated, ...paced, ...lanes].flatMap((place) => {
      const cost = us(place)
      return cost === undefined ? [] : [burst(place, cost, connectionNs, fixture.bytes?.(place))]
    }),
  }
}

function arm(name: string, role: ArmEntry['role']): ArmEntry {
  const isReference = role === 'reference'
  const isStrategy = role === 'strategy'
  return {
    name,
    role,
    summary: `made by hand: ${name}`,
    writeGuard: isStrategy ? (name === 'last-modified' ? 'if-unmodified-since' : 'if-match') : 'none',
    strongTag: isStrategy && name !== 'last-modified',
    classes: name === 'none-gzip' ? ['200'] : isReference ? ['200', '304'] : ['200', '304', 'put', '412'],
    encoding: name === 'none-gzip' ? 'gzip' : 'identity',
  }
}

/** One burst that counts; `cpuNs` holds what its connections cost, as the meter sees it. */
export function burst(
  place: Place,
  usPerRequest: number,
  connectionNs = 0,
  { sent, received }: { readonly sent: number; readonly received: number } = { sent: 100, received: 200 },
): BurstEntry {
  const cpuNs = usPerRequest * 1000 * requestsPerBurst + (byAutocannon.includes(place.load) ? connectionNs : 0)
  return {
    ...place,
    attempt: 1,
    requests: requestsPerBurst,
    statuses: { '200': requestsPerBurst },
    errors: 0,
    timeouts: 0,
    cpuNs,
    generatorCpuNs: 0,
    wallNs: cpuNs,
    busyFraction: 1,
    stealFraction: 0,
    sentBytes: sent * requestsPerBurst,
    receivedBytes: received * requestsPerBurst,
    serviceTime: { p50Us: usPerRequest, p99Us: usPerRequest * 2, maxUs: usPerRequest * 3 },
    arrivals: place.load.endsWith('/s')
      ? { late: 0, dropped: 0, generatorCpuFraction: 0.1, responseP50Us: usPerRequest * 4, responseP99Us: usPerRequest * 5 }
      : null,
    startedAt: '2026-11-21T02:03:04.000Z',
    voidReason: null,
  }
}

function emptyRun(arms: ArmEntry[]): Omit<RunFile, 'settings'> {
  return {
    schema: 2,
    kind: 'etag-bench run',
    id: '2026-11-21T02-03-04Z-1a2b',
    startedAt: '2026-11-21T02:03:04.000Z',
    finishedAt: '2026-11-21T02:10:04.000Z',
    status: 'complete',
    endedBy: null,
    command: 'npm run bench --',
    environment: buildEnvironment('schedstat'),
    arms,
    payload: null,
    contents: [],
    warmUps: [],
    connectionCosts: [],
    bursts: [],
    scenarios: [],
    estimates: null,
    warnings: [],
  }
}

import type { AbFile, AbLaunch, AbSettings, AbVerdict } from './ab-file.ts'
import { defaultDesign } from './design/sequential-design.ts'

/** A test fixture: settings of a suite of these cells. */
export function abSettings(cells: readonly string[], changes: Partial<AbSettings> = {}): AbSettings {
  const { looks, alphaShares, nonInferiorityAlphas, ...design } = defaultDesign
  return {
    mode: 'gate',
    cells: cells.map((name) => {
      const [strategy = '', size = '', responseClass = ''] = name.split('/')
      return { name, strategy, sizeBytes: Number.parseInt(size, 10) * 1000, responseClass: responseClass as '200' | '304' | 'put' | '412' }
    }),
    ignored: [],
    payloadFile: null,
    design: { ...design, looks: [...looks], alphaShares: [...alphaShares], nonInferiorityAlphas: [...nonInferiorityAlphas] },
    mostLaunches: 24,
    seed: 1,
    connections: 8,
    warmupCpuMsPerClass: 500,
    burstCpuMs: 20,
    pairsPerLaunch: 1,
    failOnCannotTell: false,
    exactGates: true,
    ...changes,
  }
}

/** A launch with one pair of each arm and cell, whose log ratios `effectOf` gives. */
export function scriptedLaunch(
  order: Pick<AbLaunch, 'launch' | 'confirmation' | 'cells'>,
  effectOf: (cell: string, arm: 'head' | 'base-again') => number,
): AbLaunch {
  const pairs = order.cells.flatMap((cell) =>
    (['head', 'base-again'] as const).map((arm) => ({
      cell,
      arm,
      pair: 0,
      numeratorFirst: true,
      numeratorNs: 20e6 * Math.exp(effectOf(cell, arm)),
      denominatorNs: 20e6,
      requests: 1000,
      voidReason: null,
      wrongAnswer: false,
    })),
  )
  return { ...order, startedAt: '2026-11-21T08:00:00.000Z', startMs: 1, warmUpMs: 1, burstsMs: 1, foreignCores: 0, pairs }
}

export function abFile(verdicts: readonly AbVerdict[], changes: Partial<AbFile> = {}): AbFile {
  const build = { ref: 'main', commit: '0123456789abcdef', dirty: false, dependencies: 'those of the working tree', command: null }
  return {
    schema: 1,
    kind: 'etag-bench ab',
    id: '2026-11-21T08-00-00Z-1a2b',
    startedAt: '2026-11-21T08:00:00.000Z',
    finishedAt: '2026-11-21T08:20:00.000Z',
    status: 'complete',
    endedBy: null,
    command: 'npm run ab -- --base main',
    settings: abSettings(verdicts.map(({ cell }) => cell)),
    environment: {
      cpuModel: 'Test CPU',
      cores: 2,
      memoryBytes: 8e9,
      os: 'linux 6.1 x64',
      node: 'v26.10.0',
      v8: '14',
      sqlite: '3',
      packages: {},
      commit: null,
      dirty: null,
      cpuMeter: 'schedstat',
    },
    payload: null,
    builds: { base: build, head: { ...build, ref: null, dirty: true } },
    injection: null,
    launches: [],
    exact: [{ gate: 'lost updates', cell: 'sha256/10kB', base: '0', head: '0', passed: true, why: 'there is none' }],
    verdicts: [...verdicts],
    exitCode: 0,
    warnings: [],
    ...changes,
  }
}

export function abVerdict(changes: Partial<AbVerdict> = {}): AbVerdict {
  return {
    cell: 'sha256/10kB/304',
    verdict: 'no-change',
    effect: { kind: 'interval', point: 1.002, low: 0.99, high: 1.013, level: 0.95, coverage: 0.961, launches: 8 },
    controlEffect: null,
    launches: 8,
    confirmationLaunches: 0,
    launchSd: 0.0172,
    margin: 0.05,
    smallestEffect: 0.0461,
    unconfirmedAlarm: false,
    why: 'a slowdown of 5 % or more is ruled out after 8 launches',
    ...changes,
  }
}

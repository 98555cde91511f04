import type { BenchSettings } from '../plan/settings.ts'

/** A test fixture: every kind of burst there is, as few and as small of each as can be. */
export const tinySettings: BenchSettings = {
  mode: 'quick',
  strategies: ['sha256', 'last-modified'],
  references: ['floor-constant'],
  sizesBytes: [1000],
  payloadFile: null,
  encoding: 'identity',
  scenarios: ['edit-contended'],
  classes: ['200', '304', 'put', '412'],
  seed: 1,
  launches: 1,
  connections: 2,
  warmupCpuMsPerClass: 20,
  burstCpuMs: 10,
  roundsPerLaunch: 2,
  fixedRates: [{ load: '200/s', requestsPerSecond: 200, seconds: 0.05, roundsPerLaunch: 1 }],
  fixedRateSizesBytes: [1000],
  modelCheck: { requestsPerSecond: 200, mix: { '304': 6, '200': 3, put: 2 }, sizeBytes: 1000, roundsPerLaunch: 1 },
  laneAgreement: { sizeBytes: 1000, rounds: 1 },
  scenarioScale: 1,
  scenarioSettings: {},
}

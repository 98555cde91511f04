import type { Environment } from './environment.ts'

/** A machine made by hand, of two cores. */
export function buildEnvironment(cpuMeter: string): Environment {
  return {
    cpuModel: 'Hand-made CPU',
    cores: 2,
    memoryBytes: 8_000_000_000,
    os: 'linux 6.1.0 x64',
    node: 'v26.10.0',
    v8: '14.0',
    sqlite: '3.50.0',
    packages: { fastify: '5.0.0' },
    commit: null,
    dirty: null,
    cpuMeter,
  }
}

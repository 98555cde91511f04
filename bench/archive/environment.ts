import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import { z } from 'zod'

export const environmentSchema = z.object({
  cpuModel: z.string(),
  cores: z.number().int(),
  memoryBytes: z.number(),
  os: z.string().describe('platform, release and architecture'),
  node: z.string(),
  v8: z.string(),
  sqlite: z.string(),
  packages: z.record(z.string(), z.string()).describe('versions of what is on the measured path or makes the load'),
  commit: z.string().nullable().describe('null outside a git checkout'),
  dirty: z.boolean().nullable().describe('whether the checkout had changes that are not committed'),
  cpuMeter: z.string().describe('schedstat (Linux) or ipc (process.cpuUsage)'),
})
export type Environment = z.infer<typeof environmentSchema>

const measuredPackages = ['fastify', 'autocannon', 'undici', 'negotiator', 'xxhash-wasm', 'fast-json-stable-stringify'] as const

/** What a figure depends on beside the code: read once per run. */
export function readEnvironment(cpuMeter: string): Environment {
  const status = git('status', '--porcelain')
  return {
    cpuModel: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    os: `${os.platform()} ${os.release()} ${os.arch()}`,
    node: process.version,
    v8: process.versions.v8,
    sqlite: process.versions.sqlite ?? 'unknown',
    packages: Object.fromEntries(measuredPackages.map((name) => [name, packageVersion(name)])),
    commit: git('rev-parse', 'HEAD') ?? null,
    dirty: status === undefined ? null : status !== '',
    cpuMeter,
  }
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

function packageVersion(name: string): string {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

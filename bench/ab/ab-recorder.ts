import { join } from 'node:path'
import { replaceFile } from '../archive/replace-file.ts'
import type { AbFile, AbLaunch, AbVerdict, ExactResult, Injection } from './ab-file.ts'
import { abSchemaVersion } from './ab-file.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What is known before the first launch. */
export type AbStart = Pick<AbFile, 'id' | 'startedAt' | 'command' | 'settings' | 'environment' | 'payload' | 'builds'>

/**
 * Collects a suite and writes it after every launch: what was measured is on disk whatever happens next. Before the first
 * launch there is no file, so that none can be taken for a suite that found nothing.
 */
export class AbRecorder {
  readonly path: string
  readonly #file: Mutable<AbFile>

  constructor(folder: string, start: AbStart) {
    this.path = join(folder, 'ab.json')
    this.#file = {
      schema: abSchemaVersion,
      kind: 'etag-bench ab',
      ...start,
      finishedAt: null,
      status: 'partial',
      endedBy: null,
      injection: null,
      launches: [],
      exact: [],
      verdicts: [],
      exitCode: null,
      warnings: [],
    }
  }

  get file(): AbFile {
    return this.#file
  }

  injected(injection: Injection): void {
    this.#file.injection = injection
  }

  launchDone(launch: AbLaunch): void {
    this.#file.launches.push(launch)
    this.#write()
  }

  exactDone(results: readonly ExactResult[]): void {
    this.#file.exact.push(...results)
    this.#write()
  }

  warn(warning: string): void {
    if (!this.#file.warnings.includes(warning)) this.#file.warnings.push(warning)
  }

  /** `endedBy`: why the suite ends early; undefined: it is complete. */
  finish(verdicts: readonly AbVerdict[], exitCode: number, endedBy?: string): AbFile {
    this.#file.verdicts = [...verdicts]
    this.#file.exitCode = exitCode
    this.#file.finishedAt = new Date().toISOString()
    this.#file.status = endedBy === undefined ? 'complete' : 'partial'
    this.#file.endedBy = endedBy ?? null
    this.#write()
    return this.#file
  }

  #write(): void {
    replaceFile(this.path, `${JSON.stringify(this.#file)}\n`)
  }
}

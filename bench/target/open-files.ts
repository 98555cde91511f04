import { readdirSync, readFileSync } from 'node:fs'
import { BenchError } from '../errors.ts'

/** What a process opens beside its connections: libraries, database, log, pipes. */
const reserve = 40

/** Pipes to it, and the channel that answers `cpu-usage`. */
const filesPerServer = 4

export interface FileDemand {
  /** Open at once, to one server. */
  readonly connections: number
  /** Started, and running at the same time. */
  readonly servers: number
}

/** How many files and sockets this process, and each that it starts, may have open at once; Infinity where nobody says. */
export function readOpenFilesLimit(): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/**
 * Throws unless so many connections can be open at once here, and in a server that accepts them. A server that cannot
 * accept drops connections without a word, which would look like a fault of its own.
 */
export function requireOpenFiles(what: string, { connections, servers }: FileDemand, limit = readOpenFilesLimit()): void {
  const here = countOpenFiles() + servers * filesPerServer + reserve / 2
  const needed = connections + Math.max(reserve, here)
  if (needed <= limit) return
  const seen = `${what} takes ${connections} connections at once, ${needed} open files with all else, and a process may have ${limit} here`
  throw tooManyOpenFiles(seen, needed)
}

/** The same told by the system, EMFILE or ENFILE, wherever it is in the chain of causes. */
export function isTooManyOpenFiles(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE')) || isTooManyOpenFiles(error.cause)
}

/** `seen`: what was to be opened, and how many there may be. */
export function tooManyOpenFiles(seen: string, needed: number, cause?: unknown): BenchError {
  const raised = 2 ** Math.ceil(Math.log2(Math.max(needed, 1024)))
  return new BenchError(
    'harness',
    `too many open files: ${seen}`,
    `Raise the limit in this shell (ulimit -n ${raised}; beyond the hard limit only root may), or take fewer users or connections.`,
    { cause },
  )
}

function countOpenFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

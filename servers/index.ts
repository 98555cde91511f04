import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContentCoding } from './http/content-coding.ts'
import { isStrategyFile } from './strategies/load-strategy.ts'

/** A server to measure strategies against. It answers GET and HEAD of /orders/:id only. */
export interface ReferenceServer {
  readonly name: string
  readonly summary: string
  /** Absolute path of the file that Node runs. */
  readonly file: string
  readonly args: readonly string[]
  /** What it answers. */
  readonly statuses: readonly ('200' | '304')[]
  /** Whether a 200 is asked for with an outdated validator, as of a strategy, or without any: a constant server compares nothing. */
  readonly asksFor200: 'conditionally' | 'plainly'
  /** In which coding its 200 is asked for, and comes. */
  readonly encoding: ContentCoding
}

export const references: readonly ReferenceServer[] = [
  {
    name: 'floor-constant',
    summary: 'bare node:http: a constant 304 to any If-None-Match, a constant 200 otherwise',
    file: absolute('floor.ts'),
    args: ['--kind', 'constant'],
    statuses: ['200', '304'],
    asksFor200: 'plainly',
    encoding: 'identity',
  },
  {
    name: 'floor-narrow',
    summary: 'bare node:http: the narrow read of strategy version, one tag compared as a string',
    file: absolute('floor.ts'),
    args: ['--kind', 'narrow'],
    statuses: ['304'],
    asksFor200: 'conditionally',
    encoding: 'identity',
  },
  {
    name: 'none-gzip',
    summary: 'strategy none, asked for gzip: what compression costs, beside what a hash does',
    file: absolute('main.ts'),
    args: ['--strategy', 'none', '--encoding', 'gzip'],
    statuses: ['200'],
    asksFor200: 'conditionally',
    encoding: 'gzip',
  },
  {
    name: 'fastify-etag',
    summary: 'Fastify with @fastify/etag at its defaults, over the route of strategy none',
    file: absolute('fastify-etag.ts'),
    args: [],
    statuses: ['200', '304'],
    asksFor200: 'conditionally',
    encoding: 'identity',
  },
]

/**
 * Node's arguments to start a strategy (its name, or a path relative to the working directory) or a reference; the caller
 * adds --port, --documents and --size. `gzip`: the strategy's server negotiates; a reference is as it is.
 */
export function serverCommand(nameOrPath: string, encoding: ContentCoding = 'identity'): { readonly args: readonly string[] } {
  const reference = references.find(candidate => candidate.name === nameOrPath)
  if (reference !== undefined) return { args: [reference.file, ...reference.args] }
  const strategy = isStrategyFile(nameOrPath) ? resolve(nameOrPath) : nameOrPath
  const negotiation = encoding === 'identity' ? [] : ['--encoding', encoding]
  return { args: [absolute('main.ts'), '--strategy', strategy, ...negotiation] }
}

/** Node's arguments to learn what a strategy file says of itself, in a process with an IPC channel. */
export function describeStrategyCommand(path: string): { readonly args: readonly string[] } {
  return { args: [absolute('describe-strategy.ts'), path] }
}

/**
 * Node's arguments to start a server of a strategy with one fault planted (`faults/index.ts`); it takes the same flags as
 * a sound one.
 */
export function faultyServerCommand(fault: string, strategy: string): { readonly args: readonly string[] } {
  return { args: [absolute('faulty.ts'), '--fault', fault, '--strategy', strategy] }
}

/**
 * Node's arguments to start a server of a strategy that waits, busily, with each answer: `waitsNs` lists classes and
 * nanoseconds (`200:4400,304:900`); it takes the same flags as a sound one.
 */
export function slowedServerCommand(strategy: string, waitsNs: string): { readonly args: readonly string[] } {
  return { args: [absolute('slowed.ts'), '--strategy', strategy, '--wait-ns', waitsNs] }
}

function absolute(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

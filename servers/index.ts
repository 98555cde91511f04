import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
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
}

export const references: readonly ReferenceServer[] = [
  {
    name: 'floor-constant',
    summary: 'bare node:http: a constant 304 to any If-None-Match, a constant 200 otherwise',
    file: absolute('floor.ts'),
    args: ['--kind', 'constant'],
    statuses: ['200', '304'],
    asksFor200: 'plainly',
  },
  {
    name: 'floor-narrow',
    summary: 'bare node:http: the narrow read of strategy version, one tag compared as a string',
    file: absolute('floor.ts'),
    args: ['--kind', 'narrow'],
    statuses: ['304'],
    asksFor200: 'conditionally',
  },
  {
    name: 'fastify-etag',
    summary: 'Fastify with @fastify/etag at its defaults, over the route of strategy none',
    file: absolute('fastify-etag.ts'),
    args: [],
    statuses: ['200', '304'],
    asksFor200: 'conditionally',
  },
]

/**
 * Node's arguments to start a strategy (its name, or a path relative to the working directory) or a reference; the caller
 * adds --port, --documents and --size.
 */
export function serverCommand(nameOrPath: string): { readonly args: readonly string[] } {
  const reference = references.find(candidate => candidate.name === nameOrPath)
  if (reference !== undefined) return { args: [reference.file, ...reference.args] }
  const strategy = isStrategyFile(nameOrPath) ? resolve(nameOrPath) : nameOrPath
  return { args: [absolute('main.ts'), '--strategy', strategy] }
}

function absolute(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

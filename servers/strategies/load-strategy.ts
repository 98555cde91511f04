import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { closest } from 'fastest-levenshtein'
import { initialBookkeeping } from '../resource/bookkeeping.ts'
import { strategies } from './index.ts'
import type { Strategy } from './strategy.ts'

const writeGuards = ['if-match', 'if-unmodified-since', 'none']
const strengths = ['strong', 'weak', 'none']
const demands = ['trusted-content', 'one-process']
/** What a strategy must bring for what it needs. */
const functionsByNeed: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  columns: ['validators'],
  digest: ['digest', 'validators'],
  content: ['validators'],
}

/** Whether `--strategy` was given a user's file rather than the name of a built-in strategy. */
export function isStrategyFile(nameOrPath: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(nameOrPath)
}

/**
 * A built-in strategy by its name, or a user's by the path of its file (relative to the working directory).
 * Throws an Error with one sentence: the nearest name and all of them, or which field of the file is wrong.
 */
export async function loadStrategy(nameOrPath: string): Promise<Strategy> {
  return isStrategyFile(nameOrPath) ? loadFile(nameOrPath) : findStrategy(nameOrPath)
}

/** A built-in strategy by its name. Throws as `loadStrategy` does. */
export function findStrategy(name: string): Strategy {
  const found = strategies.find(strategy => strategy.name === name)
  if (found !== undefined) return found
  const names = strategies.map(strategy => strategy.name)
  throw new Error(
    `unknown strategy "${name}": did you mean "${closest(name, names)}"? There are ${names.join(', ')}, ` +
      'and files of your own (./mine.ts)',
  )
}

async function loadFile(path: string): Promise<Strategy> {
  if (!existsSync(resolve(path))) throw new Error(`cannot load the strategy file ${path}: no such file`)
  const loaded: unknown = await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw new Error(`cannot load the strategy file ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  })
  const candidate = (loaded as { readonly default?: unknown }).default
  const fault = findFault(candidate)
  if (fault !== undefined) {
    throw new Error(`${path} is no strategy: ${fault} (servers/README.md has an example)`)
  }
  return candidate as Strategy
}

/** The first thing that keeps a value from being a strategy. */
function findFault(candidate: unknown): string | undefined {
  if (typeof candidate !== 'object' || candidate === null) return 'its default export must be an object'
  const fields = candidate as Readonly<Record<string, unknown>>
  const { name, summary, writeGuard, strength, needs, serialise, caveat, blindMs, asksFor } = fields
  if (typeof name !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    return `name must be lower-case letters, digits and single hyphens, not ${show(name)}`
  }
  if (strategies.some(strategy => strategy.name === name)) return `name "${name}" is the name of a built-in strategy`
  if (typeof summary !== 'string' || summary === '') return `summary must be a text, not ${show(summary)}`
  if (caveat !== undefined && typeof caveat !== 'string') return `caveat must be a text or absent, not ${show(caveat)}`
  if (blindMs !== undefined && !(typeof blindMs === 'number' && blindMs >= 0)) return `blindMs must be a number of milliseconds or absent, not ${show(blindMs)}`
  if (asksFor !== undefined && !(Array.isArray(asksFor) && asksFor.every(each => demands.includes(each)))) {
    return `asksFor must list some of ${demands.map(each => `"${each}"`).join(', ')} or be absent, not ${show(asksFor)}`
  }
  return (
    findChoiceFault('writeGuard', writeGuard, writeGuards) ??
    findChoiceFault('strength', strength, strengths) ??
    findChoiceFault('needs', needs, Object.keys(functionsByNeed)) ??
    findGuardFault(writeGuard === 'if-match', strength === 'strong') ??
    (functionsByNeed[String(needs)] ?? [])
      .filter(field => typeof fields[field] !== 'function')
      .map(field => `${field} must be a function where needs is "${String(needs)}", not ${show(fields[field])}`)[0] ??
    findSerialiseFault(serialise)
  )
}

const sample = { edit: initialBookkeeping, id: '1' }

/** What is sent must be JSON, with the bookkeeping where edits look for it. */
function findSerialiseFault(serialise: unknown): string | undefined {
  if (serialise === undefined) return undefined
  if (typeof serialise !== 'function') return `serialise must be a function or absent, not ${show(serialise)}`
  const given = `serialise of ${JSON.stringify(sample)}`
  let made: unknown
  try {
    made = serialise(structuredClone(sample))
  } catch (error) {
    return `${given} throws: ${error instanceof Error ? error.message : String(error)}`
  }
  if (typeof made !== 'string') return `${given} must be a JSON text, not ${show(made)}`
  let parsed: unknown
  try {
    parsed = JSON.parse(made)
  } catch {
    return `${given} must be a JSON text, not ${show(made)}`
  }
  const { edit } = (parsed ?? {}) as { readonly edit?: unknown }
  if (isDeepStrictEqual(edit, initialBookkeeping)) return undefined
  return `${given} must keep the root member "edit", which edits are counted in: it is ${made}`
}

/** Only a strong tag satisfies If-Match (RFC 9110 §13.1.1), and whoever sends one promises that it can guard a write. */
function findGuardFault(guardsByTag: boolean, isStrong: boolean): string | undefined {
  if (guardsByTag === isStrong) return undefined
  return 'writeGuard "if-match" and strength "strong" go together: only a strong tag satisfies If-Match'
}

function findChoiceFault(field: string, value: unknown, choices: readonly string[]): string | undefined {
  if (typeof value === 'string' && choices.includes(value)) return undefined
  return `${field} must be one of ${choices.map(choice => `"${choice}"`).join(', ')}, not ${show(value)}`
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : (JSON.stringify(value) ?? typeof value)
}

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { describeJsonError } from '../../servers/resource/json-error.ts'
import { BenchError } from '../errors.ts'

/** What tells one kind of result file from all others. */
export interface ResultForm<T> {
  /** Of the file in the folder of a run, such as `run.json`. */
  readonly fileName: string
  /** The `kind` that the file bears. */
  readonly kind: string
  /** The `schema` that this code reads. */
  readonly schema: number
  /** The command that makes such files. */
  readonly madeBy: string
  readonly parser: z.ZodType<T>
}

/** Kinds of result files and the commands that make them: to say what a file is instead. */
const otherKinds: Readonly<Record<string, string>> = {
  'etag-bench run': 'npm run bench',
  'etag-bench micro': 'npm run micro',
  'etag-bench ab': 'npm run ab',
}

const shownIssues = 3
const longestQuote = 60

/** Reads a result file, or the one in a folder. Throws a usage error that says what is wrong with it and what to do. */
export function readResultFile<T>(path: string, form: ResultForm<T>): T {
  const file = locate(path, form)
  return parseResultText(readText(file, form), file, form)
}

/** `path` is only for the messages. */
export function parseResultText<T>(text: string, path: string, form: ResultForm<T>): T {
  const value = parseJson(text, path, form)
  checkIdentity(value, path, form)
  const reading = form.parser.safeParse(value)
  if (reading.success) return reading.data
  throw unreadable(`${path} says that it is an ${form.kind} file of schema ${form.schema}, but is not: ${describeIssues(reading.error.issues)}`, 'it was altered, or an unreleased version made it', form)
}

function locate<T>(path: string, form: ResultForm<T>): string {
  try {
    return statSync(path).isDirectory() ? join(path, form.fileName) : path
  } catch {
    return path
  }
}

function readText<T>(path: string, form: ResultForm<T>): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const seen = code === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${code ?? message}`
    throw unreadable(`${path}: ${seen}`, '', form, { cause })
  }
}

function parseJson<T>(text: string, path: string, form: ResultForm<T>): unknown {
  if (text.trim() === '') throw unreadable(`${path} is empty`, 'whatever wrote it did not get to its end', form)
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (!endsTooSoon(text, cause)) throw unreadable(`${path} is no JSON: ${describeJsonError(text)}`, '', form, { cause })
    throw unreadable(`${path} is cut off: its JSON stops after ${Buffer.byteLength(text)} bytes, before it is complete`, 'copy it again from where it was made', form, { cause })
  }
}

/** Whether JSON.parse found nothing wrong but that there was no more. */
function endsTooSoon(text: string, error: unknown): boolean {
  const { message } = error as SyntaxError
  const position = /at position (\d+)/.exec(message)?.[1]
  return message.includes('end of JSON input') || (position !== undefined && Number(position) >= text.trimEnd().length)
}

function checkIdentity<T>(value: unknown, path: string, form: ResultForm<T>): void {
  const { kind, schema } = typeof value === 'object' && value !== null ? (value as { kind?: unknown; schema?: unknown }) : {}
  if (kind !== form.kind) {
    const maker = typeof kind === 'string' && Object.hasOwn(otherKinds, kind) ? `; ${otherKinds[kind]} makes those` : ''
    const seen = kind === undefined ? 'it has no "kind"' : `its "kind" is ${quote(kind)}${maker}`
    throw unreadable(`${path} is JSON, but no ${form.kind} file: ${seen}`, '', form)
  }
  if (typeof schema !== 'number' || !Number.isInteger(schema) || schema < 1) {
    throw unreadable(`${path} is an ${form.kind} file without a version: its "schema" is ${quote(schema)}`, 'it was altered', form)
  }
  if (schema > form.schema) {
    throw unreadable(`${path} was made by a newer etag-bench: it has schema ${schema}, and this one reads schema ${form.schema}`, 'bring this checkout up to date: git pull && npm ci', form)
  }
  if (schema < form.schema) {
    throw unreadable(`${path} was made by an older etag-bench: it has schema ${schema}, and this one reads schema ${form.schema}`, 'measure again, or read it with the version that made it', form)
  }
}

function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const shown = issues.slice(0, shownIssues).map(({ path, message }) => `${path.map(String).join('.') || 'the whole'}: ${message}`)
  const rest = issues.length - shown.length
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text
}

function unreadable<T>(seen: string, why: string, form: ResultForm<T>, options?: { readonly cause: unknown }): BenchError {
  const hint = `${why === '' ? '' : `${why}\n`}give ${/^[aeiou]/.test(form.fileName) ? 'an' : 'a'} ${form.fileName} that ${form.madeBy} made, or the folder that it is in`
  return new BenchError('usage', withoutControls(seen), withoutControls(hint), options)
}

/** Whatever a file says ends up on a terminal: it must not steer it. */
const withoutControls = (text: string) => text.replaceAll(/(?!\n)\p{Cc}/gu, ' ')

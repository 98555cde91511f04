import { readFileSync } from 'node:fs'
import type { HeaderLine } from './request-head.ts'

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** field-vchar, obs-text, space and tab (RFC 9110 §5.5). */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** What the checks themselves vary, and what frames a request. */
const ownNames = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
  'accept-encoding',
  'connection',
  'content-length',
  'transfer-encoding',
  'expect',
]

/**
 * The lines of one --header: `Name: value`, or `@file` with such lines, `@-` from stdin
 * (empty ones and those that start with # are skipped).
 * Throws an Error that never shows a value, since it may be a credential.
 */
export function readHeaderFlag(flag: string): readonly HeaderLine[] {
  if (!flag.startsWith('@')) return [parseLine(flag, '--header')]
  const path = flag.slice(1)
  return readLines(path).flatMap((line, index) => {
    return line.trim() === '' || line.startsWith('#') ? [] : [parseLine(line, `--header @${path}, line ${index + 1}`)]
  })
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').split(/\r?\n/)
  } catch (error) {
    throw new Error(`--header @${path} cannot be read (${(error as NodeJS.ErrnoException).code}): give a file of lines such as 'Authorization: Bearer ...'`, {
      cause: error,
    })
  }
}

function parseLine(line: string, where: string): HeaderLine {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon))
  const value = line.slice(colon + 1).trim()
  if (!token.test(name)) throw new Error(`${where} does not begin with a header's name and a colon: write 'Name: value'`)
  if (!fieldValue.test(value)) throw new Error(`${where}: the value of ${name} has a character that HTTP does not allow (value not shown)`)
  if (ownNames.includes(name.toLowerCase())) throw new Error(`${where}: ${name} is what the checks set themselves: leave it out`)
  return [name, value]
}

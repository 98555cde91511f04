import { visit } from 'jsonc-parser'
import type { JSONPath } from 'jsonc-parser'

const listedPerKind = 5
const exactDigits = 15

/** A kind of value that JSON.parse and JSON.stringify do not hand on as they found it. */
interface Kind {
  readonly summary: string
  readonly places: string[]
  count: number
}

/**
 * What of a valid JSON text does not survive JSON.parse and JSON.stringify: a line for each kind, with the first five
 * places (JSONPath, RFC 9535) and how many more there are. A number that only changes its spelling (`1.0`, `1e2`) survives.
 * Recurses with the nesting of the text.
 */
export function findLosses(jsonText: string): readonly string[] {
  const kinds = {
    integer: newKind('integers that a double cannot hold (beyond 2^53)'),
    fraction: newKind('numbers with more digits than a double keeps'),
    range: newKind('numbers beyond the range of a double'),
    negativeZero: newKind('negative zeros'),
    duplicate: newKind('members of a name that their object has already, of which the last is kept'),
    surrogate: newKind('strings with half a surrogate pair, which some JSON parsers refuse'),
  }
  const namesOfOpenObjects: Set<string>[] = []

  visit(jsonText, {
    onObjectBegin: () => {
      namesOfOpenObjects.push(new Set())
    },
    onObjectEnd: () => {
      namesOfOpenObjects.pop()
    },
    onObjectProperty: (name, _offset, _length, _line, _character, objectPath) => {
      const names = namesOfOpenObjects.at(-1)
      if (names?.has(name)) note(kinds.duplicate, () => formatPath([...objectPath(), name]))
      names?.add(name)
      if (!name.isWellFormed()) note(kinds.surrogate, () => `the name ${formatPath([...objectPath(), name])}`)
    },
    onLiteralValue: (value: unknown, offset, length, _line, _character, path) => {
      if (typeof value === 'string' && !value.isWellFormed()) note(kinds.surrogate, () => formatPath(path()))
      if (typeof value !== 'number') return
      const source = jsonText.slice(offset, offset + length)
      const kind = numberLoss(source, value)
      if (kind) note(kinds[kind], () => `${formatPath(path())}: ${shorten(source)} is sent as ${JSON.stringify(value)}`)
    },
  })

  return Object.values(kinds).filter(({ count }) => count > 0).map(formatKind)
}

function numberLoss(source: string, value: number): 'integer' | 'fraction' | 'range' | 'negativeZero' | undefined {
  if (Object.is(value, -0) && significantDigits(source) === '') return 'negativeZero'
  if (!Number.isFinite(value)) return 'range'
  if (source.length <= exactDigits && !/[eE]/.test(source)) return undefined
  // Rounding is far too fine to move the power of ten and leave the digits.
  if (significantDigits(source) === significantDigits(String(value))) return undefined
  if (value === 0) return 'range'
  return /^-?\d+$/.test(source) ? 'integer' : 'fraction'
}

/** With no zero at either end, so none at all for zero. */
function significantDigits(source: string): string {
  const mantissa = /^-?(?<integer>\d+)(?:\.(?<fraction>\d+))?/.exec(source)?.groups
  const digits = (mantissa?.['integer'] ?? '') + (mantissa?.['fraction'] ?? '')
  let start = 0
  let end = digits.length
  while (start < end && digits[start] === '0') start += 1
  while (end > start && digits[end - 1] === '0') end -= 1
  return digits.slice(start, end)
}

function newKind(summary: string): Kind {
  return { summary, places: [], count: 0 }
}

/** `place` is called for the listed ones only: a path costs a walk. */
function note(kind: Kind, place: () => string): void {
  kind.count += 1
  if (kind.count <= listedPerKind) kind.places.push(place())
}

function formatKind({ summary, places, count }: Kind): string {
  const more = count > places.length ? `; and ${count - places.length} more` : ''
  return `${summary}, ${count} in all: ${places.join('; ')}${more}`
}

function formatPath(path: JSONPath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  })
  return shorten(`$${steps.join('')}`)
}

/** The ends tell more than the middle. */
function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 50)}...${text.slice(-27)}`
}

import { BenchError } from '../errors.ts'
import { contentChanges, isWithin } from './content-changes.ts'
import { chooseField, editableFields, findField, withValue } from './editable-field.ts'
import { escapeControl } from './escape-control.ts'
import type { WriteProbe } from './finding.ts'
import { formatJsonPath } from './json-path.ts'
import type { JsonPath } from './json-path.ts'
import { Ownership } from './ownership.ts'
import { readRepresentation } from './representation.ts'
import type { Representation } from './representation.ts'
import { saveContent } from './saved-content.ts'
import { WriteSession, readRequest } from './write-session.ts'

export type WriteOpening =
  | { readonly kind: 'open'; readonly session: WriteSession }
  | { readonly kind: 'impossible'; readonly because: string }

/** The writing checks send the content some 150 times. */
const longestContentBytes = 2_000_000

/**
 * Reads the resource, picks the field to change and saves the content in a file; writes nothing. `impossible` where the resource
 * cannot be edited; throws BenchError('usage') where `--field` names no string or number in it.
 */
export async function openWriteSession(probe: WriteProbe): Promise<WriteOpening> {
  const reading = readRepresentation(await probe.send(readRequest))
  if (!reading.ok) return { kind: 'impossible', because: reading.because }
  const { representation } = reading
  const content = representation.exchange.response.body
  if (content.length > longestContentBytes) {
    const because = `the content has ${content.length} bytes, and the writing checks send it some 150 times: use a resource of at most ${longestContentBytes}`
    return { kind: 'impossible', because }
  }
  const field = probe.field === undefined ? chooseField(representation.value) : findField(representation.value, probe.field)
  if (field === undefined) return noField(probe, representation)
  try {
    const drifting = driftingPaths(probe, representation.value)
    if (drifting.some((path) => isWithin(field.path, path))) {
      return { kind: 'impossible', because: `"${formatJsonPath(field.path)}" is another one at each read; name another field with --field` }
    }
    const ownership = new Ownership(representation.value, field, drifting)
    // Once through all that a write and its restoration will do with the content, before anything is written.
    ownership.ownerOf(JSON.parse(withValue(representation.text, field.path, field.value)))
    return { kind: 'open', session: new WriteSession(probe, representation, ownership, saveContent(content)) }
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'impossible', because: 'the content nests too deep to be edited' }
    throw error
  }
}

function driftingPaths({ baseline }: WriteProbe, value: unknown): readonly JsonPath[] {
  return [baseline.first, baseline.second].flatMap((exchange) => {
    const reading = readRepresentation(exchange)
    return reading.ok ? contentChanges(reading.representation.value, value).map(({ path }) => path) : []
  })
}

function noField({ field, url }: WriteProbe, { value }: Representation): WriteOpening {
  const names = escapeControl(editableFields(value).join(', '))
  if (field === undefined) return { kind: 'impossible', because: `no string member of the root looks as if it may be changed at will; name one with --field${names === '' ? '' : ` (${names})`}` }
  throw new BenchError('usage', `--field ${field}: ${url.href} has no string or number there`, names === '' ? 'it has none at all' : `it has: ${names}`)
}

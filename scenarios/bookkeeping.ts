/** What an edit leaves in a content, beside its changes: who wrote last, and how many edits went before. */
export interface Bookkeeping {
  /** 12 characters of `[0-9a-z]`, different for every edit of a run. */
  readonly editId: string
  /** 1,000,000 in an untouched document; every edit writes the tally it read plus 1. */
  readonly tally: number
}

/** The id in a document that nobody has edited yet; no edit writes it. */
export const initialEditId = '000000000000'
export const initialTally = 1_000_000

const idMarker = Buffer.from('"edit":{"id":"')
const tallyMarker = Buffer.from('","tally":')
const idBytes = initialEditId.length
const tallyDigits = String(initialTally).length
const closingBrace = 0x7d
const editIdPattern = /^[0-9a-z]{12}$/
const tallyPattern = /^[1-9][0-9]{6}$/

/** The id of a user's nth edit: 4 base-36 digits of user + 1, then 8 of `nth` (1-based). Unique over a run's users. */
export function editIdOf(userIndex: number, nth: number): string {
  const editId = (userIndex + 1).toString(36).padStart(4, '0') + nth.toString(36).padStart(8, '0')
  if (!editIdPattern.test(editId)) {
    throw new RangeError(`no edit id for user ${userIndex}, edit ${nth}: at most 1,679,615 users and 36^8 edits each`)
  }
  return editId
}

/** Reads the root member `edit`; `undefined` if the content is no JSON object that has one. */
export function readBookkeeping(body: Buffer): Bookkeeping | undefined {
  const idStart = findFixedWidth(body)
  if (idStart === undefined) return readParsed(parseRoot(body))
  const tallyStart = idStart + idBytes + tallyMarker.length
  return {
    editId: body.toString('latin1', idStart, idStart + idBytes),
    tally: Number(body.toString('latin1', tallyStart, tallyStart + tallyDigits)),
  }
}

/** The same without a look at how it is printed: certain that it is the root's, and slower. */
export function readRootBookkeeping(body: Buffer): Bookkeeping | undefined {
  return readParsed(parseRoot(body))
}

/**
 * The content after one more edit: new id, tally + 1, nothing else changed and, where the member is printed compactly,
 * not a byte more or less. A server that prints JSON otherwise gets it parsed, changed and serialised compactly.
 * Throws if the content has no bookkeeping.
 */
export function applyEdit(body: Buffer, editId: string): Buffer {
  const before = readBookkeeping(body)
  if (before === undefined) {
    throw new Error('the content has no root member "edit" with "id" and "tally": serve a document that has one')
  }
  const idStart = findFixedWidth(body)
  const tallyAfter = String(before.tally + 1)
  if (idStart === undefined || editId.length !== idBytes || tallyAfter.length !== tallyDigits) {
    const root = parseRoot(body)
    const edit = { ...asObject(root?.['edit']), id: editId, tally: before.tally + 1 }
    return Buffer.from(JSON.stringify({ ...root, edit }))
  }
  const edited = Buffer.from(body)
  edited.write(editId, idStart, 'latin1')
  edited.write(tallyAfter, idStart + idBytes + tallyMarker.length, 'latin1')
  return edited
}

/** Where the id starts if `"edit":{"id":"<12>","tally":<7 digits>}` stands in the content as printed by our servers. */
function findFixedWidth(body: Buffer): number | undefined {
  const marker = body.indexOf(idMarker)
  if (marker < 0) return undefined
  const idStart = marker + idMarker.length
  const tallyMark = idStart + idBytes
  const tallyStart = tallyMark + tallyMarker.length
  const fits =
    body[tallyStart + tallyDigits] === closingBrace &&
    body.compare(tallyMarker, 0, tallyMarker.length, tallyMark, tallyStart) === 0 &&
    editIdPattern.test(body.toString('latin1', idStart, tallyMark)) &&
    tallyPattern.test(body.toString('latin1', tallyStart, tallyStart + tallyDigits))
  return fits ? idStart : undefined
}

function parseRoot(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(body.toString('utf8')))
  } catch {
    return undefined
  }
}

function readParsed(root: Readonly<Record<string, unknown>> | undefined): Bookkeeping | undefined {
  const edit = asObject(root?.['edit'])
  const editId = edit?.['id']
  const tally = edit?.['tally']
  return typeof editId === 'string' && typeof tally === 'number' && Number.isSafeInteger(tally)
    ? { editId, tally }
    : undefined
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

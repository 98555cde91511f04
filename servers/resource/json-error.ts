import { visit } from 'jsonc-parser'

/**
 * The first error of a text that JSON.parse refuses, as `Unexpected token 'x' (line 3, column 5)`: counted from 1,
 * columns in UTF-16 code units.
 */
export function describeJsonError(jsonText: string): string {
  const message = messageOfParse(jsonText)
  const complaint = message.replace(/(?: in JSON)? at position \d+.*$|, (?:\.\.\.)?"[^]*$/, '')
  // JSON.parse names the place of some errors only.
  const place = /\(line (\d+) column (\d+)\)$/.exec(message)
  const { line, column } = place ? { line: Number(place[1]), column: Number(place[2]) } : placeOfFirstError(jsonText)
  return `${complaint} (line ${line}, column ${column})`
}

function messageOfParse(jsonText: string): string {
  try {
    JSON.parse(jsonText)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new TypeError('the text is JSON: there is no error to describe')
}

interface Place {
  readonly line: number
  readonly column: number
}

/** Leaves `visit`, which has no other way out: to read on after an error could recurse without bound. */
class PlaceFound extends Error {
  readonly place: Place

  constructor(place: Place) {
    super(`line ${place.line}, column ${place.column}`)
    this.place = place
  }
}

function placeOfFirstError(jsonText: string): Place {
  try {
    visit(
      jsonText,
      {
        onError: (_code, _offset, _length, line, character) => {
          throw new PlaceFound({ line: line + 1, column: character + 1 })
        },
      },
      { disallowComments: true },
    )
  } catch (error) {
    if (error instanceof PlaceFound) return error.place
    throw error
  }
  return { line: 1, column: 1 }
}

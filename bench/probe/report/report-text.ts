import { lineWidth } from '../../report/columns.ts'
import { escapeControl } from '../escape-control.ts'

/** Longer words and lines are cut: a tag of 100,000 characters is one finding, not a hundred screens. */
const longest = 320
const longWord = new RegExp(`\\S{${longest + 1},}`, 'g')

/** What came from the target must not steer the terminal: control characters are written out. Very long words are cut. */
export function printable(line: string): string {
  const escaped = escapeControl(line)
  return escaped.replaceAll(longWord, shorten)
}

/** Breaks anywhere, since the bytes of a head have no words, and each piece is marked as one line. */
export function breakLine(line: string, first: string, rest: string): readonly string[] {
  const pieces: string[] = []
  let left = line.length > 4 * longest ? shorten(line) : line
  do {
    const prefix = pieces.length === 0 ? first : rest
    const width = lineWidth - prefix.length
    pieces.push((prefix + left.slice(0, width)).trimEnd())
    left = left.slice(width)
  } while (left !== '')
  return pieces
}

function shorten(text: string): string {
  return `${text.slice(0, longest)}…(${text.length.toLocaleString('en-US')} characters)`
}

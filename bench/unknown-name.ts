import { closest } from 'fastest-levenshtein'

export function unknownName(what: string, name: string, known: readonly string[]): string {
  const begun = known.filter((each) => each.startsWith(name))
  return `unknown ${what} "${name}": did you mean "${closest(name, begun.length > 0 ? begun : [...known])}"? Known: ${known.join(', ')}`
}

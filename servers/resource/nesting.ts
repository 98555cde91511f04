/** Whether arrays and objects nest in more than `limit` levels. Does not recurse; brackets in strings do not count. */
export function isNestedDeeperThan(limit: number, jsonText: string): boolean {
  let depth = 0
  for (let at = 0; at < jsonText.length; at += 1) {
    const character = jsonText[at]
    if (character === '"') at = endOfString(jsonText, at)
    else if (character === ']' || character === '}') depth -= 1
    else if (character === '[' || character === '{') depth += 1
    if (depth > limit) return true
  }
  return false
}

/** The index of the closing quote, or the length of the text where there is none. */
function endOfString(jsonText: string, openingQuote: number): number {
  let at = openingQuote + 1
  while (at < jsonText.length && jsonText[at] !== '"') at += jsonText[at] === '\\' ? 2 : 1
  return at
}

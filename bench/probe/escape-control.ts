/** The text with its control characters written as `\x1b`, so that a terminal shows them and does not obey them. */
export function escapeControl(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

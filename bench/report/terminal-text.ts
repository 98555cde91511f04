/** Controls, and overrides of the direction of text. */
const steering = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]+/gu

/** What a file says, in one line of a terminal: it neither steers it nor begins a line that looks like one of ours. */
export function terminalText(text: string): string {
  return text.replaceAll(steering, ' ')
}

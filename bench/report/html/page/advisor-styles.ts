import { readFileSync } from 'node:fs'

/** What the advisor adds to the page's stylesheet. */
export function advisorStyles(): string {
  return readFileSync(new URL('advisor.css', import.meta.url), 'utf8')
}

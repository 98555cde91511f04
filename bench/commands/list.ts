import { scenarios } from '../../scenarios/index.ts'
import { references } from '../../servers/index.ts'
import { strategies } from '../../servers/strategies/index.ts'
import { responseClasses } from '../plan/response-class.ts'

interface Named {
  readonly name: string
  readonly summary: string
}

/** Everything that a flag of `bench` can name. */
export function listNames(): string {
  return [
    ['strategies (--strategies)', strategies],
    ['references (--references)', references],
    ['scenarios (--scenarios)', scenarios],
  ]
    .map(([title, entries]) => `${title as string}\n${(entries as readonly Named[]).map(formatEntry).join('\n')}\n`)
    .concat(`classes (--classes)\n  ${responseClasses.join('  ')}\n`)
    .join('\n')
}

function formatEntry({ name, summary }: Named): string {
  const words = summary.split(' ')
  const lines = ['']
  for (const word of words) {
    if (`${lines.at(-1)} ${word}`.trim().length > 58) lines.push('')
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim()
  }
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(18)}${line}`).join('\n')
}

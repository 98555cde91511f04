import { scenarios } from '../../scenarios/index.ts'
import { references } from '../../servers/index.ts'
import { strategies } from '../../servers/strategies/index.ts'
import { responseClasses } from '../plan/response-class.ts'
import { formatAsFlags } from '../plan/scenario-flags.ts'
import { defaultScenarios } from '../plan/scenarios.ts'
import { wrap } from '../report/terminal.ts'

interface Named {
  readonly name: string
  readonly summary: string
}

/** Everything that a flag of `bench` can name. */
export function listNames(): string {
  const usual = defaultScenarios('default')
  const played = scenarios.map(({ name, summary, defaults }) => {
    return { name, summary, notes: [usual.includes(name) ? 'in a default run' : 'by name only', formatAsFlags(defaults).map(glue).join(' ')] }
  })
  return [
    formatSection('strategies (--strategies)', strategies),
    formatSection('references (--references)', references),
    formatSection('scenarios (--scenarios), each with its settings as flags that change them', played),
    `classes (--classes)\n  ${responseClasses.join('  ')}\n`,
  ].join('\n')
}

function formatSection(title: string, entries: readonly (Named & { readonly notes?: readonly string[] })[]): string {
  const lines = entries.flatMap(({ name, summary, notes = [] }) => {
    const paragraph = [summary, ...notes].flatMap((text) => wrap(text, indent, indent)).map(unglue)
    return [`  ${name}`.padEnd(indent.length) + paragraph[0]!.trimStart(), ...paragraph.slice(1)]
  })
  return `${title}\n${lines.join('\n')}\n`
}

const indent = ' '.repeat(20)

/** A flag and its value stay on one line. */
const glue = (text: string) => text.replaceAll(' ', '\u00a0')
const unglue = (text: string) => text.replaceAll('\u00a0', ' ')

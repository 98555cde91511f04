import { closest } from 'fastest-levenshtein'
import type { Fault } from './faults/fault.ts'
import { faults } from './faults/index.ts'
import { parseInteger, UsageError } from './options.ts'
import { runServer } from './run-server.ts'
import { prepareStrategyServer, strategyServerFlags } from './strategy-server.ts'

// main.ts with one thing wrong on purpose: what the oracles have to find.

const longestWaitMs = 600_000

await runServer([...strategyServerFlags, 'fault', 'stall-at'], options => {
  const { own } = options
  const stallAtMs = parseInteger('stall-at', own['stall-at'] ?? '500', 0, longestWaitMs)
  return prepareStrategyServer(options, chooseFault(own['fault']).plant({ stallAtMs }))
})

function chooseFault(name: string | undefined): Fault {
  const fault = faults.find(candidate => candidate.name === name)
  if (fault !== undefined) return fault
  const names = faults.map(candidate => candidate.name)
  const seen = name === undefined ? 'name one with --fault' : `unknown fault "${name}": did you mean "${closest(name, names)}"?`
  throw new UsageError(`${seen} There are ${names.join(', ')}`)
}

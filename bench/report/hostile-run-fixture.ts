import { estimateRun } from '../estimate/estimates.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import type { RunFile } from '../archive/run-file.ts'
import { runFileSchema } from '../archive/run-file.ts'
import { buildEdits, buildPolls } from './record-fixture.ts'

/** What a spreadsheet, a browser, Markdown or a terminal could take for more than text. */
export function hostile(text: string): string {
  return `=1+1;"${text}"</td></script><img src=x onerror=alert(1)>\r\n# h | \`\`\` [x](javascript:alert(1)) @team #1 {{\u0000\u001b[31m & ' -->`
}

/** Words that the code compares; a file with others is refused, or is another run. */
const words = /^(none|none-again|saturated|poll|edit|identity|gzip|\d{4}-\d\d-\d\dT[\d:.]+Z|)$/

/** A run whose every string is hostile that can be. Of equal strings equal ones are made, so that names still match. */
export function buildHostileRun(): RunFile {
  const plain = buildRun({
    us: ({ launch, sizeBytes }) => 40 + sizeBytes / 250 + launch,
    strategies: ['sha256', 'version'], references: ['floor-constant'], sizesBytes: [1_000, 10_000], fixedRates: [100],
  })
  const scenarios = ['none', 'sha256', 'version'].flatMap((strategy) => [
    buildPolls({ strategy }, strategy === 'none' ? 0 : 900, 0, 300),
    buildPolls({ strategy, scenario: 'resume', workload: 'open', voidReason: 'the generator was busy' }, 0, 0, 300),
    buildEdits({ strategy, findings: [{ kind: 'no-answer', count: 1, message: 'none came' }], violations: [{ kind: 'lost-updates', count: 1, message: '1 of 300' }] }),
  ])
  const bursts = plain.bursts.map((burst) => (burst.arm === 'version' && burst.responseClass === 'put' ? { ...burst, voidReason: 'busy only 60 %' } : burst))
  const run = { ...plain, bursts, scenarios, payload: payloadOf('order.json'), status: 'partial' as const, endedBy: 'out of luck', warnings: ['somebody was busy'] }
  return runFileSchema.parse(makeHostile({ ...run, estimates: estimateRun(run) }))
}

const payloadOf = (file: string): RunFile['payload'] => ({ file, fileBytes: 10, sentBytes: 10, bookkeepingBytes: 1, bookkeeping: 'member' })

/** Members whose values the schema lists stay as they are. */
const listed = ['kind', 'status', 'mode', 'role', 'writeGuard', 'responseClass', 'classes', 'workload', 'bookkeeping']
/** Records whose keys somebody else chose. */
const namedByOthers = ['packages', 'serverFlags']

function makeHostile(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return words.test(value) ? value : hostile(value)
  if (Array.isArray(value)) return value.map((member) => makeHostile(member, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isCharge = key === 'kind' && 'message' in value
      const keep = listed.includes(key) && !isCharge
      return [namedByOthers.includes(name) ? hostile(key) : key, keep ? member : makeHostile(member, key)]
    }),
  )
}

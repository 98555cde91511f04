import type { Estimate } from '../stats/interval.ts'
import { formatColumns } from '../report/columns.ts'
import { wrap } from '../report/terminal.ts'
import type { AbFile, AbVerdict, BuildEntry } from './ab-file.ts'
import { describeSuitePayload } from './ab-payload.ts'
import { collectionShares, describeCollections } from './collections.ts'
import { describeExact, describeGate, failedGates } from './exact/describe-exact.ts'

const cellWidth = 24

/** A suite as text of at most 80 columns, without colour: a pure function of its file. */
export function formatSuite(file: AbFile, path: string): string {
  const { settings, environment, payload, builds, verdicts, exact, endedBy, status, warnings } = file
  const collections = collectionShares(file)
  const launches = file.launches.filter(({ confirmation }) => !confirmation).length
  const lines = [
    ...(status === 'partial' ? [...`PARTIAL SUITE: ${endedBy ?? 'still under way'}`.split('\n').flatMap((line) => wrap(line)), ''] : []),
    ...(status === 'complete' && verdicts.every(({ verdict }) => verdict === 'void') ? ['NO CELL COULD BE COMPARED: all are void', ''] : []),
    ...wrap(`etag-bench ab${settings.mode === 'smoke' ? ', smoke run' : ''}, ${launchesText(launches)}, ${file.launches.length - launches} to confirm, seed ${settings.seed}; ${environment.cpuModel}, ${environment.cores} cores, Node ${environment.node}`),
    ...wrap(`base: ${describeBuild(builds.base)}`),
    ...wrap(`head: ${describeBuild(builds.head)}`),
    ...(payload === null ? [] : wrap(`payload: ${describeSuitePayload(payload)}`)),
    '',
    ...formatVerdicts(verdicts),
    '',
    ...wrap(settings.mode === 'smoke' ? smokeLegend : legend),
    ...verdicts.filter(isWorthTelling).flatMap(({ cell, why }) => wrap(`${cell}: ${why}`, '- ', '  ')),
    ...(collections.length === 0 ? [] : wrap(describeCollections(collections))),
    ...wrap(describeExact(file)),
    ...failedGates(exact).flatMap((gate) => wrap(`${describeGate(gate)}: ${gate.why}`, '- ', '  ')),
    ...(settings.ignored.length === 0 ? [] : wrap(`ignored: ${settings.ignored.join(', ')}`)),
    ...warnings.flatMap((warning) => wrap(`warning: ${warning}`)),
    '',
    `suite file: ${path}`,
  ]
  return `${lines.join('\n')}\n`
}

const legend = 'effect: server CPU per request of head against base, with its 95 % interval over n launches (+ confirming ones); sd: between launches; finds: the smallest slowdown that is found with 95 % probability at that spread.'
const smokeLegend = 'effect: server CPU per request of head against base, over n launches. A smoke run only sees gross changes.'

export const launchesText = (count: number) => (count === 1 ? '1 launch' : `${count} launches`)

export function formatVerdicts(verdicts: readonly AbVerdict[]): string[] {
  const rows = verdicts.map((verdict) => ({
    name: verdict.cell,
    cells: [
      describeVerdict(verdict),
      verdict.effect === null ? '-' : formatEffect(verdict.effect),
      verdict.confirmationLaunches > 0 ? `${verdict.launches}+${verdict.confirmationLaunches}` : String(verdict.launches),
      verdict.launchSd === null ? '-' : `${(verdict.launchSd * 100).toFixed(1)}%`,
      verdict.smallestEffect === null ? '-' : `${(verdict.smallestEffect * 100).toFixed(1)}%`,
    ],
  }))
  return formatColumns('cell', ['verdict', 'effect', 'n', 'sd', 'finds'], rows, 5, cellWidth)
}

/** `no change >=5%` is what a passed cell shows: that no change as large as that is there. */
export function describeVerdict({ verdict, margin }: Pick<AbVerdict, 'verdict' | 'margin'>): string {
  if (verdict === 'no-change') return `no change >=${Number((margin * 100).toPrecision(3))}%`
  return verdict === 'cannot-tell' ? 'cannot tell' : verdict
}

/** `+4.6% [+3.9, +5.3]`: the ratio as a change, with its interval where there is one. */
export function formatEffect(estimate: Estimate): string {
  const change = (ratio: number) => `${ratio < 1 ? '' : '+'}${((ratio - 1) * 100).toFixed(1)}`
  const point = `${change(estimate.point)}%`
  return estimate.kind === 'interval' ? `${point} [${change(estimate.low)}, ${change(estimate.high)}]` : point
}

const isWorthTelling = ({ verdict }: AbVerdict) => verdict === 'regressed' || verdict === 'improved' || verdict === 'void' || verdict === 'cannot-tell'

export function describeBuild({ ref, commit, dirty, dependencies, command }: BuildEntry): string {
  const server = command === null ? '' : `, started by ${command}`
  if (commit === null) return command ?? 'a command'
  const short = commit.slice(0, 10)
  const source = ref === null ? `the working tree at ${short}${dirty ? ', with changes that are not committed' : ''}` : `${ref} (${short})`
  return `${source}${dependencies === 'npm ci' ? ', with packages of its own' : ''}${server}`
}

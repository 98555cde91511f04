import type { RunFile } from '../../archive/run-file.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatDuration } from '../../units.ts'

/** A fact about how a run was made: its name and what it was. */
export type Fact = readonly [name: string, value: string]

/** Machine, software and commit. */
export function environmentFacts({ environment: each }: RunFile): readonly Fact[] {
  const dirty = each.dirty === true ? ', with changes that were not committed' : ''
  return [
    ['CPU', `${each.cpuModel}, ${each.cores} cores`],
    ['Memory', `${(each.memoryBytes / 1e9).toFixed(1)} GB`],
    ['System', each.os],
    ['Node', `${each.node} (V8 ${each.v8}, SQLite ${each.sqlite})`],
    ['Packages', Object.entries(each.packages).map(([name, version]) => `${name} ${version}`).join(', ')],
    ['Commit', each.commit === null ? 'unknown: outside a git checkout' : `${each.commit}${dirty}`],
    ['CPU meter', each.cpuMeter],
  ]
}

/** What was measured, and how much of it. */
export function settingFacts({ settings: each, startedAt, finishedAt, payload }: RunFile): readonly Fact[] {
  const took = finishedAt === null ? 'did not finish' : `took ${formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))}`
  const rates = each.fixedRates.map(({ load }) => load)
  return [
    ['Started', `${startedAt} (${took})`],
    ['Mode', `${each.mode}, seed ${each.seed}`],
    ['Strategies', each.strategies.join(', ')],
    ['References', each.references.join(', ') || '–'],
    ['Content', payload === null ? each.sizesBytes.map(formatSize).join(', ') : `${payload.file}, ${formatSize(payload.sentBytes)} as sent`],
    ['Encoding', each.encoding],
    ['Launches', `${each.launches}, each a fresh process of every server; ${each.roundsPerLaunch} rounds in each`],
    ['Load', each.classes.length === 0 ? 'scenarios only' : ['saturated', ...rates].join(', ')],
    ['Scenarios', each.scenarios.join(', ') || '–'],
  ]
}

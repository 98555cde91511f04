import { formatSize } from '../../servers/resource/size.ts'
import { relativeHalfWidth } from '../stats/interval.ts'
import type { MicroCost, MicroFile } from './micro-file.ts'

const controlTask = 'no-op'
/** Of an operation that costs less than this many no-ops, more than a tenth is the loop. */
const leastNoOps = 10
const widestHalfWidth = 0.25

/** What a reader should know before quoting figures: sentences, none where nothing is doubtful. */
export function warnOfDoubts({ estimates }: Pick<MicroFile, 'estimates'>): string[] {
  const costs = estimates?.costs ?? []
  const control = costs.find(({ task }) => task === controlTask)
  const others = costs.filter(({ task }) => task !== controlTask)
  const mostlyLoop = others.filter(({ nsPerOperation }) => control !== undefined && nsPerOperation.point < leastNoOps * control.nsPerOperation.point)
  const wide = others.filter(({ nsPerOperation }) => (relativeHalfWidth(nsPerOperation) ?? 0) > widestHalfWidth)
  return [
    ...sentence(mostlyLoop, `cost less than ${leastNoOps} no-ops: what the loop costs is a good part of them`),
    ...sentence(wide, `have an interval of more than ±${widestHalfWidth * 100} %: the machine was busy with something else: measure again, or with more --launches`),
  ]
}

function sentence(costs: readonly MicroCost[], what: string): string[] {
  const names = costs.map(({ task, sizeBytes }) => (sizeBytes === null ? task : `${task} ${formatSize(sizeBytes)}`))
  return names.length === 0 ? [] : [`${names.join(', ')} ${what}`]
}

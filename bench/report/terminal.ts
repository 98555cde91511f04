import type { RunFile } from '../archive/run-file.ts'
import { lineWidth } from './columns.ts'
import { formatCostTable, formatSavings } from './cost-table.ts'
import { formatEdits, formatPolls, groupScenarios } from './scenario-table.ts'
import { takeaways } from './takeaways.ts'
import { formatTraffic } from './traffic-table.ts'

/** A run as text of at most 80 columns, without colour: a pure function of the run file. */
export function formatRun(run: RunFile, path: string): string {
  const { settings, environment, estimates, scenarios } = run
  const lines = [
    ...(run.status === 'partial' ? [...`PARTIAL RUN: ${run.endedBy ?? 'still under way'}`.split('\n').flatMap((line) => wrap(line)), ''] : []),
    ...wrap(`etag-bench, ${settings.mode} run, ${settings.launches} launches, seed ${settings.seed}; ${environment.cpuModel}, ${environment.cores} cores, Node ${environment.node}`),
  ]
  if (estimates !== null) {
    lines.push('', ...wrap(`Server CPU per request in µs, and × what none spends on the same request ± half of the 95 % interval (paired within ${settings.launches} launches). 200: a poll that finds a change; 304: one that finds none; put: a write; 412: a refused one. Saturated: ${settings.connections} connections, closed loop.`))
    for (const load of ['saturated', ...settings.fixedRates.map((rate) => rate.load)]) {
      const sizes = load === 'saturated' ? settings.sizesBytes : settings.fixedRateSizesBytes
      for (const size of sizes) lines.push(...block([], formatCostTable(run, estimates, size, load)))
    }
    const { bytes, pace } = formatTraffic(run, estimates)
    lines.push(...block(wrap('Exact bytes of one request and of its answer, heads included'), bytes))
    lines.push(...block(wrap('Requests per second, and the median service time in µs'), pace))
    if (estimates.savings.length > 0) {
      lines.push('', ...wrap('Bytes that one 304 saves (both directions, the request header charged), then the share of 304s from which the tag pays for itself: in bytes, in CPU (saturated); -: never'))
      lines.push(...formatSavings(run, estimates))
    }
  }
  for (const { title, polls, records } of groupScenarios(scenarios)) {
    lines.push(...(polls ? block(wrap(`${title}: ${pollsHeading}`), formatPolls(records)) : block(wrap(`${title}: ${editsHeading}`), formatEdits(records))))
  }
  lines.push('', ...takeaways(run).flatMap((sentence) => wrap(sentence, '- ', '  ')), '', `run file: ${path}`)
  return `${lines.join('\n')}\n`
}

const pollsHeading =
  'polls answered 304, bytes saved against the same script on none (a false 304 saves nothing), certain false 304s (+ possible ones: a change was under way)'
const editsHeading = 'refused edits (412), attempts for each that was accepted, edits given up, accepted edits lost'

/** A table below a blank line and its heading; nothing where it has no lines. */
const block = (heading: readonly string[], table: readonly string[]) => (table.length === 0 ? [] : ['', ...heading, ...table])

/** Breaks at spaces; a word longer than the line stays whole. */
export function wrap(text: string, first = '', rest = ''): string[] {
  const lines: string[] = []
  let line = first
  for (const word of text.split(' ')) {
    const empty = line === first || line === rest
    if (!empty && line.length + 1 + word.length > lineWidth) {
      lines.push(line)
      line = rest + word
    } else line += (empty ? '' : ' ') + word
  }
  return [...lines, line]
}

import type { RunFile } from '../archive/run-file.ts'
import { lineWidth } from './columns.ts'
import { knownCompression } from './compression.ts'
import { formatCostTable } from './cost-table.ts'
import { formatFloorRatios } from './floor-table.ts'
import { formatSavings } from './savings-table.ts'
import { formatScenarios } from './scenario-table.ts'
import { takeaways } from './takeaways.ts'
import { formatTraffic } from './traffic-table.ts'

/** A run as text of at most 80 columns, without colour: a pure function of the run file. */
export function formatRun(run: RunFile, path: string): string {
  const { settings, environment, estimates, scenarios } = run
  const launches = `${settings.launches} ${settings.launches === 1 ? 'launch' : 'launches'}`
  const lines = [
    ...(run.status === 'partial' ? [...`PARTIAL RUN: ${run.endedBy ?? 'still under way'}`.split('\n').flatMap((line) => wrap(line)), ''] : []),
    ...wrap(`etag-bench, ${settings.mode} run, ${settings.classes.length === 0 ? 'scenarios only' : launches}, seed ${settings.seed}${settings.encoding === 'gzip' ? ', contents in gzip (those of floors as they are)' : ''}; ${environment.cpuModel}, ${environment.cores} cores, Node ${environment.node}`),
  ]
  if (estimates !== null) {
    lines.push('', ...wrap(`Server CPU per request in µs, and × what none spends on the same request ± half of the 95 % interval (paired within ${launches}). 200: a poll that finds a change; 304: one that finds none; put: a write; 412: a refused one. Saturated: ${settings.connections} connections, closed loop.`))
    for (const load of ['saturated', ...settings.fixedRates.map((rate) => rate.load)]) {
      const sizes = load === 'saturated' ? settings.sizesBytes : settings.fixedRateSizesBytes
      for (const size of sizes) lines.push(...block([], formatCostTable(run, estimates, size, load)))
    }
    lines.push(...block(wrap(floorLegend), formatFloorRatios(run, estimates)))
    const { bytes, pace } = formatTraffic(run, estimates)
    lines.push(...block(wrap('Exact bytes of one request and of its answer, heads included'), bytes))
    lines.push(...block(wrap('Requests per second, and the median service time in µs'), pace))
    if (estimates.savings.length > 0) {
      const { bytes: saved, breakEven } = formatSavings(run, estimates)
      lines.push(...block(wrap(savedLegends[settings.encoding]), saved))
      lines.push(...block(wrap('Share of 304s from which the tag pays for itself: in bytes, in CPU (saturated); -: never, ?: the launches cannot tell'), breakEven))
    }
  }
  for (const { title, lines: table } of formatScenarios(scenarios, knownCompression(run))) lines.push(...block(wrap(title), table))
  lines.push(...block([], takeaways(run).flatMap((sentence) => wrap(sentence, '- ', '  '))), '', `run file: ${path}`)
  return `${lines.join('\n')}\n`
}

const floorLegend =
  'CPU of a request as a multiple of what a floor (bare node:http) spends on it, saturated; without ±: in fewer than 6 launches both had a valid burst; void: in none (why is told below)'

const savedLegends = {
  identity: 'Bytes that one 304 saves (both directions, the request header charged); beside each figure what it is where the API compresses (gzip)',
  gzip: 'Bytes that one 304 saves (both directions, the request header charged), contents being in gzip',
} as const

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

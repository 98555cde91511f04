import { formatSize } from '../../../../servers/resource/size.ts'
import { formatBytes } from '../../format-bytes.ts'
import { formatPercent } from '../../view/format-estimate.ts'
import type { PollBytesChart, PollBytesLine, PollBytesPanel } from '../../view/poll-bytes.ts'
import type { Drawing, Frame } from './drawing.ts'
import { drawLogLines } from './log-lines.ts'
import type { PanelId } from './panel-id.ts'

const leastShare = 0.001
const steps = 24
/** Straight lines are curves on logarithmic scales. */
const shares = Array.from({ length: steps + 1 }, (_, step) => leastShare ** (1 - step / steps))
const domain = [leastShare, 1.06] as const

/** Lines over the share of changed polls, from one in a thousand to all. */
export function drawPollBytes({ panels }: PollBytesChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  const charts = panels.map((panel, index) => ({
    id: idOf(index),
    title: panel.title,
    description: describe(panel),
    lines: panel.lines.map((line) => ({
      series: line.series,
      marks: false,
      points: shares.map((share) => ({ x: share, y: bytesAt(line, share), low: null, high: null, hollow: false, hint: '' })),
    })),
    references: [],
    scattered: panel.played
      .filter(({ changedFraction }) => changedFraction >= leastShare)
      .map(({ series, changedFraction, bytesPerPoll }) => ({
        series,
        point: { x: changedFraction, y: bytesPerPoll, low: null, high: null, hollow: false, hint: `${series.name}, played with ${formatPercent(changedFraction)} changed: ${formatBytes(bytesPerPoll)} per poll` },
      })),
    x: { domain, ticks: [0.001, 0.01, 0.1, 1], format: formatPercent, label: 'polls that find a change' },
    y: { format: formatSize, label: 'bytes per poll' },
  }))
  return drawLogLines(charts, frame)
}

const bytesAt = ({ unchangedBytes, changedBytes }: PollBytesLine, share: number) => unchangedBytes + share * (changedBytes - unchangedBytes)

function describe({ lines }: PollBytesPanel): string {
  const parts = lines.map((line) => `${line.series.name} ${formatBytes(line.unchangedBytes)} unchanged, ${formatBytes(line.changedBytes)} changed`)
  return `Bytes of one poll, both directions: ${parts.join('; ')}.`
}

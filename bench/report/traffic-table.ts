import type { Estimates, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { middleSizeBytes } from '../plan/settings.ts'
import { formatFigure } from '../units.ts'
import { formatUnitCosts } from './cost-table.ts'

/** At the middle size, saturated: bytes up and down, and requests per second beside the median service time. */
export function formatTraffic(run: RunFile, estimates: Estimates): { readonly bytes: string[]; readonly pace: string[] } {
  const { sizesBytes } = run.settings
  const middle = sizesBytes[Math.floor((sizesBytes.length - 1) / 2)] ?? middleSizeBytes
  const place = { sizeBytes: sizesBytes.includes(middleSizeBytes) ? middleSizeBytes : middle, load: 'saturated', leastWidth: 14 }
  return {
    bytes: formatUnitCosts(run, estimates, { ...place, format: formatBytes }),
    pace: formatUnitCosts(run, estimates, { ...place, format: formatPace }),
  }
}

function formatBytes({ sentBytes, receivedBytes }: UnitCost): string {
  return sentBytes === null || receivedBytes === null ? 'void' : `${formatRange(sentBytes)} ${formatRange(receivedBytes)}`
}

/** `142`, or `142-143` where a tag changes its width. */
function formatRange({ least, most }: NonNullable<UnitCost['sentBytes']>): string {
  const [low, high] = [Math.floor(least), Math.ceil(most)]
  return low === high ? String(low) : `${low}-${high}`
}

function formatPace({ requestsPerSecond, serviceP50Us }: UnitCost): string {
  return requestsPerSecond === null || serviceP50Us === null ? 'void' : `${Math.round(requestsPerSecond)} ${formatFigure(serviceP50Us)}`
}

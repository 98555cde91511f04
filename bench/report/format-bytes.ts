import { formatFigure } from '../units.ts'

/** `812B`, `14.2kB`, `1.30MB`: three digits, for averages; content sizes are written exactly by `formatSize`. */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)}B`
  if (bytes < 999_500) return `${formatFigure(bytes / 1e3)}kB`
  return `${formatFigure(bytes / 1e6)}MB`
}

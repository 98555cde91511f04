import type { Estimates, Saving } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { formatSize } from '../../servers/resource/size.ts'
import { cannotTell } from '../estimate/break-even.ts'
import { formatColumns } from './columns.ts'
import { formatShare } from './cost-table.ts'

export interface SavingTables {
  /** Bytes that a 304 saves, below those of the content, each as sent and, beside it, where the API compresses. */
  readonly bytes: string[]
  /** The share of 304s among polls from which the tag pays for itself: in bytes, in CPU. */
  readonly breakEven: string[]
}

/** Strategies by sizes. In a run that compresses there is one figure of bytes, that of gzip. */
export function formatSavings(run: Pick<RunFile, 'settings'>, { savings }: Pick<Estimates, 'savings'>): SavingTables {
  const sizes = run.settings.sizesBytes.filter((size) => savings.some(({ sizeBytes }) => sizeBytes === size))
  const strategies = [...new Set(savings.map(({ strategy }) => strategy))]
  const compresses = run.settings.encoding === 'gzip'
  const beside = (plain: number, gzip: number | null) => {
    const coded = gzip === null ? '-' : String(Math.round(gzip))
    return compresses ? coded : `${Math.round(plain)} ${coded}`
  }
  const rowsOf = (cellOf: (saving: Saving) => string) =>
    strategies.map((name) => {
      const own = savings.filter(({ strategy }) => strategy === name)
      const cells = sizes.map((size) => {
        const saving = own.find(({ sizeBytes }) => sizeBytes === size)
        return saving === undefined ? '-' : cellOf(saving)
      })
      return { name, cells }
    })
  const contentCells = sizes.map((size) => beside(size, savings.find(({ sizeBytes }) => sizeBytes === size)?.gzipBytes ?? null))
  const saved = rowsOf(({ bytesSavedPer304, bytesSavedPer304WithGzip }) => beside(bytesSavedPer304, bytesSavedPer304WithGzip))
  const shares = rowsOf(({ breakEven304FractionBytes: inBytes, breakEven304FractionCpu: inCpu }) => {
    return `${formatShare(inBytes)} ${formatCpuShare(inCpu)}`
  })
  return {
    bytes: formatColumns('', sizes.map(formatSize), [{ name: '(the content)', cells: contentCells }, ...saved], 12),
    breakEven: formatColumns('', sizes.map(formatSize), shares, 12),
  }
}

/** `?`: the launches cannot tell. */
function formatCpuShare(inCpu: Saving['breakEven304FractionCpu']): string {
  if (inCpu === null) return 'void'
  return cannotTell(inCpu) ? '?' : formatShare(inCpu.point)
}

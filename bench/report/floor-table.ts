import type { EstimateEntry, Estimates, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { formatSize } from '../../servers/resource/size.ts'
import { formatColumns } from './columns.ts'
import type { Row } from './columns.ts'
import { formatRatio } from './cost-table.ts'

interface Floor {
  readonly arm: string
  readonly responseClass: '200' | '304'
  readonly ratioOf: (cost: UnitCost) => EstimateEntry | null
}

const floors: readonly Floor[] = [
  { arm: 'floor-constant', responseClass: '200', ratioOf: ({ ratioToFloor }) => ratioToFloor },
  { arm: 'floor-constant', responseClass: '304', ratioOf: ({ ratioToFloor }) => ratioToFloor },
  { arm: 'floor-narrow', responseClass: '304', ratioOf: ({ ratioToNarrowFloor }) => ratioToNarrowFloor },
]

/** Saturated CPU of `none` and of every strategy as a multiple of each floor that the run has, sizes beside each other. No lines without floors. */
export function formatFloorRatios({ arms, settings }: RunFile, { unitCosts }: Estimates): string[] {
  const saturated = unitCosts.filter(({ load }) => load === 'saturated')
  const rows = floors.flatMap(({ arm: floor, responseClass, ratioOf }): Row[] => {
    if (!saturated.some((cost) => cost.arm === floor && cost.responseClass === responseClass)) return []
    const compared = arms.filter(({ role, classes }) => classes.includes(responseClass) && (role === 'strategy' || (role === 'control' && responseClass === '200')))
    const cellOf = (name: string, sizeBytes: number) => {
      const cost = saturated.find((each) => each.arm === name && each.responseClass === responseClass && each.sizeBytes === sizeBytes)
      if (cost === undefined) return '-'
      const ratio = ratioOf(cost)
      return ratio === null ? 'void' : formatRatio(ratio)
    }
    return [
      { name: `${responseClass} over ${floor}`, cells: [] },
      ...compared.map(({ name }) => ({ name, cells: settings.sizesBytes.map((size) => cellOf(name, size)) })),
    ]
  })
  return rows.length === 0 ? [] : formatColumns('', settings.sizesBytes.map(formatSize), rows, 12)
}

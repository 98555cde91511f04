import type { Estimate } from '../stats/interval.ts'
import { estimateLogRatio, estimatePositive } from '../stats/interval.ts'
import type { MicroFile, MicroMeasurement } from './micro-file.ts'
import { microTasks } from './tasks/index.ts'

type Estimates = NonNullable<MicroFile['estimates']>
type Measurements = readonly MicroMeasurement[]

/** Over launches, each by its cheapest sample; a pure function of the measurements. */
export function estimateMicro(measurements: Measurements): Estimates {
  const cells = [...groupByCell(measurements).values()].toSorted(byTaskAndSize)
  return {
    costs: cells.map((group) => {
      const [{ task, sizeBytes, inputBytes }] = group
      const nsPerOperation = estimatePositive(group.map(({ cheapestNs }) => cheapestNs))!
      return { task, sizeBytes, nsPerOperation, gigabytesPerSecond: sizeBytes === null ? null : inverse(nsPerOperation, inputBytes) }
    }),
    stringOverBuffer: cells.flatMap((group) => compareWithBuffer(group, cells)),
  }
}

type Cell = [MicroMeasurement, ...MicroMeasurement[]]

function groupByCell(measurements: Measurements): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const measurement of measurements) {
    const key = `${measurement.task}|${measurement.sizeBytes}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [measurement])
    else cell.push(measurement)
  }
  return cells
}

function byTaskAndSize([a]: Cell, [b]: Cell): number {
  const place = (task: string) => microTasks.findIndex(({ name }) => name === task)
  return place(a.task) - place(b.task) || (a.sizeBytes ?? 0) - (b.sizeBytes ?? 0)
}

/** Bytes per nanosecond are gigabytes per second. */
function inverse(ns: Estimate, inputBytes: number): Estimate {
  const point = inputBytes / ns.point
  return ns.kind === 'point-only' ? { ...ns, point } : { ...ns, point, low: inputBytes / ns.high, high: inputBytes / ns.low }
}

const ofString = '-string'

function compareWithBuffer(strings: Cell, cells: readonly Cell[]): Estimates['stringOverBuffer'] {
  const [{ task, sizeBytes }] = strings
  if (!task.endsWith(ofString)) return []
  const bufferTask = `${task.slice(0, -ofString.length)}-buffer`
  const buffers = cells.find(([first]) => first.task === bufferTask && first.sizeBytes === sizeBytes) ?? []
  const logRatios = strings.flatMap(({ launch, cheapestNs }) => {
    const other = buffers.find((each) => each.launch === launch)
    return other === undefined ? [] : [Math.log(cheapestNs / other.cheapestNs)]
  })
  const ratio = estimateLogRatio(logRatios)
  return ratio === undefined ? [] : [{ task, sizeBytes, bufferTask, ratio }]
}

import type { Estimate } from '../stats/interval.ts'
import { estimateLogRatio, estimatePositive } from '../stats/interval.ts'
import { hashFunctions } from './hash-functions.ts'
import type { InHandlerMeasurement, MicroFile, MicroMeasurement } from './micro-file.ts'
import { microTasks } from './tasks/index.ts'

type Estimates = NonNullable<MicroFile['estimates']>
type Measurements = readonly MicroMeasurement[]

/** Over launches, each by its cheapest sample; a pure function of the measurements. */
export function estimateMicro(measurements: Measurements, inHandler: readonly InHandlerMeasurement[] = []): Estimates {
  const cells = [...groupByCell(measurements).values()].toSorted(byTaskAndSize)
  return {
    costs: cells.map((group) => {
      const [{ task, sizeBytes, inputBytes }] = group
      const nsPerOperation = estimatePositive(group.map(({ cheapestNs }) => cheapestNs))!
      return { task, sizeBytes, nsPerOperation, gigabytesPerSecond: sizeBytes === null ? null : inverse(nsPerOperation, inputBytes) }
    }),
    stringOverBuffer: cells.flatMap((group) => compareWithBuffer(group, cells)),
    handlerOverLoop: compareWithLoop(inHandler),
  }
}

function compareWithLoop(inHandler: readonly InHandlerMeasurement[]): NonNullable<Estimates['handlerOverLoop']> {
  const places = hashFunctions.map(({ name }) => name)
  const cells = [...Map.groupBy(inHandler, ({ hash, sizeBytes }) => `${hash}|${sizeBytes}`).values()]
  return cells
    .map((group) => ({
      hash: group[0]!.hash,
      sizeBytes: group[0]!.sizeBytes,
      handlerNs: estimatePositive(group.map(({ handlerNs }) => handlerNs))!,
      loopNs: estimatePositive(group.map(({ loopNs }) => loopNs))!,
      ratio: estimateLogRatio(group.map(({ handlerNs, loopNs }) => Math.log(handlerNs / loopNs)))!,
    }))
    .toSorted((a, b) => places.indexOf(a.hash) - places.indexOf(b.hash) || a.sizeBytes - b.sizeBytes)
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

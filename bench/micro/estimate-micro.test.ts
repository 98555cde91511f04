import { describe, expect, it } from 'vitest'
import { estimateMicro } from './estimate-micro.ts'
import { buildMicro } from './micro-fixture.ts'

/** A machine that is slower in some launches, the same for all tasks. */
const drift = [1, 1.2, 0.9, 1.1, 1, 0.8]

function build(tasks: readonly string[], usPerKb: Readonly<Record<string, number>>, launches = 6) {
  const ns = (task: string, sizeBytes: number | null, launch: number) => (usPerKb[task] ?? 1) * (sizeBytes ?? 1000) * drift[launch]!
  return buildMicro({ tasks, launches, sizesBytes: [1000, 10_000], ns })
}

describe('estimateMicro', () => {
  it('estimates each task and size over launches, in the order of the tasks and of their sizes', () => {
    const { measurements } = build(['md5-buffer', 'no-op'], { 'no-op': 0.002, 'md5-buffer': 2 })
    const { costs } = estimateMicro(measurements.toReversed())
    expect(costs.map(({ task, sizeBytes, nsPerOperation }) => [task, sizeBytes, Number(nsPerOperation.point.toPrecision(3)), nsPerOperation.launches])).toEqual([
      ['no-op', null, 2, 6], ['md5-buffer', 1000, 2000, 6], ['md5-buffer', 10_000, 20_000, 6],
    ])
    expect(costs[1]?.nsPerOperation).toMatchObject({ kind: 'interval', low: expect.closeTo(1600, 6) as number, high: expect.closeTo(2400, 6) as number, coverage: 0.96875 })
  })

  it('gives gigabytes per second where the cost grows with the content: bytes per nanosecond', () => {
    const { costs } = estimateMicro(build(['md5-buffer', 'no-op'], { 'md5-buffer': 2 }).measurements)
    expect(costs.map(({ gigabytesPerSecond }) => gigabytesPerSecond)).toMatchObject([
      null,
      { kind: 'interval', low: expect.closeTo(1000 / 2400, 9) as number, high: expect.closeTo(1000 / 1600, 9) as number },
      { kind: 'interval', low: expect.closeTo(1000 / 2400, 9) as number, high: expect.closeTo(1000 / 1600, 9) as number },
    ])
  })

  it('compares a string with a Buffer within a launch, so that a slower hour does not widen the ratio', () => {
    const { stringOverBuffer } = estimateMicro(build(['md5-buffer', 'md5-string', 'sha1-string'], { 'md5-buffer': 2, 'md5-string': 3 }).measurements)
    expect(stringOverBuffer.map(({ task, bufferTask, sizeBytes, ratio }) => [task, bufferTask, sizeBytes, ratio.kind === 'interval' && [ratio.low, ratio.high].map((bound) => bound.toFixed(6))])).toEqual([
      ['md5-string', 'md5-buffer', 1000, ['1.500000', '1.500000']],
      ['md5-string', 'md5-buffer', 10_000, ['1.500000', '1.500000']],
    ])
  })

  it('compares a hash in a handler with the loop of the same process, in the order of hashes and sizes', () => {
    const handlerNs = (hash: string, sizeBytes: number, launch: number) => (hash === 'md5' ? 3 : 1.5) * sizeBytes * drift[launch]! * (launch === 0 ? 1.1 : 1)
    const { inHandler } = buildMicro({ tasks: ['md5-buffer', 'sha1-buffer'], sizesBytes: [1000, 10_000], ns: (_, sizeBytes, launch) => sizeBytes! * drift[launch]!, handlerNs })
    const { handlerOverLoop } = estimateMicro([], inHandler!.toReversed())
    expect(handlerOverLoop?.map(({ hash, sizeBytes, ratio, loopNs }) => [hash, sizeBytes, loopNs.launches, ratio.kind === 'interval' && [ratio.low, ratio.high].map((bound) => bound.toFixed(6))])).toEqual([
      ['sha1', 1000, 6, ['1.500000', '1.650000']], ['sha1', 10_000, 6, ['1.500000', '1.650000']],
      ['md5', 1000, 6, ['3.000000', '3.300000']], ['md5', 10_000, 6, ['3.000000', '3.300000']],
    ])
  })

  it('says why there is no interval from few launches', () => {
    const [cost] = estimateMicro(build(['md5-buffer'], {}, 2).measurements).costs
    expect(cost?.nsPerOperation).toMatchObject({ kind: 'point-only', why: 'an exact 95 % interval needs at least 6 launches, there are 2' })
    expect(cost?.gigabytesPerSecond).toMatchObject({ kind: 'point-only' })
  })
})

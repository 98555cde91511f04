import { describe, expect, it } from 'vitest'
import { buildMicro } from './micro-fixture.ts'
import { formatMicro } from './micro-table.ts'

const usPerKb: Readonly<Record<string, number>> = { 'sha256-buffer': 0.6, 'sha256-string': 0.9, 'json-parse': 4 }
const drift = [0.99, 1.01, 1, 1, 0.99, 1.01]
const ns = (task: string, sizeBytes: number | null, launch: number) => (sizeBytes === null ? 2.5 : usPerKb[task]! * sizeBytes * drift[launch]!)
const handlerNs = (_: string, sizeBytes: number, launch: number) => 0.6 * sizeBytes * drift[launch]! * 1.25
const fixture = { handlerNs, tasks: ['no-op', ...Object.keys(usPerKb)], sizesBytes: [100, 1000, 10_000, 100_000, 1_000_000], ns }

describe('formatMicro', () => {
  it('shows times with their intervals, the control, throughput, and strings against Buffers, in 80 columns', () => {
    const text = formatMicro(buildMicro(fixture), 'results/runs/x/micro.json')
    expect(text).toBe(`etag-bench micro, 6 launches, seed 1; Hand-made CPU, 2 cores, Node v26.10.0

CPU time of all threads, each figure over 6 processes of its own, ± half of the
95 % interval.

time per operation
                        100B         1kB        10kB       100kB         1MB
sha256-buffer     60.0ns ±1%   600ns ±1%  6.00µs ±1%  60.0µs ±1%   600µs ±1%
sha256-string     90.0ns ±1%   900ns ±1%  9.00µs ±1%  90.0µs ±1%   900µs ±1%
json-parse         400ns ±1%  4.00µs ±1%  40.0µs ±1%   400µs ±1%  4.00ms ±1%

whatever size
no-op             2.50ns ±0%

GB/s                    100B         1kB        10kB       100kB         1MB
sha256-buffer       1.67 ±1%    1.67 ±1%    1.67 ±1%    1.67 ±1%    1.67 ±1%
sha256-string       1.11 ±1%    1.11 ±1%    1.11 ±1%    1.11 ±1%    1.11 ±1%
json-parse         0.250 ±1%   0.250 ±1%   0.250 ±1%   0.250 ±1%   0.250 ±1%

string over Buffer
                        100B         1kB        10kB       100kB         1MB
sha256-string       ×1.50±0%    ×1.50±0%    ×1.50±0%    ×1.50±0%    ×1.50±0%

handler over loop
                        100B         1kB        10kB       100kB         1MB
sha256              ×1.25±0%    ×1.25±0%    ×1.25±0%    ×1.25±0%    ×1.25±0%

- In a handler the same work costs more than in these loops: a hash by so much
  as handler over loop says (wall time of the middle call between the other work
  of requests).

micro file: results/runs/x/micro.json
`)
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('says that a run ended early and why, and repeats what is doubtful', () => {
    const micro = { ...buildMicro({ ...fixture, launches: 1 }), status: 'partial' as const, endedBy: 'interrupted', warnings: ['gzip 1MB is doubtful'] }
    const text = formatMicro(micro, 'x')
    expect(text).toMatch(/^PARTIAL RUN: interrupted\netag-bench micro, 1 launches, seed 1; /)
    expect(text).toContain('\n- gzip 1MB is doubtful\n')
    expect(text.replaceAll('\n', ' ')).toContain(' each figure over up to 1 processes of its own, without an interval: that needs at least 6.')
    expect(text).toContain('sha256-buffer         59.4ns       594ns      5.94µs      59.4µs       594µs\n')
  })

  it('says when nothing was measured', () => {
    expect(formatMicro({ ...buildMicro(fixture), estimates: null, status: 'partial', endedBy: null }, 'x')).toMatch(/^PARTIAL RUN: still under way\n[\s\S]*\n\nnothing was measured\n/)
  })
})

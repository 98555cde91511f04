import { expect, it } from 'vitest'
import { abFile, abSettings, abVerdict, scriptedLaunch } from './ab-file-fixture.ts'
import { formatSuite } from './verdict-table.ts'

const interval = (point: number, low: number, high: number) =>
  ({ kind: 'interval', point, low, high, level: 0.95, coverage: 0.951, launches: 12 }) as const

const verdicts = [
  abVerdict(),
  abVerdict({ cell: 'last-modified/10kB/200', margin: 0.1, launchSd: 0.0395, smallestEffect: 0.0912 }),
  abVerdict({
    cell: 'sha256/10kB/put', verdict: 'regressed', effect: interval(1.1234, 1.1101, 1.1377), launches: 12, confirmationLaunches: 8, why: 'slower by more than 1 % after 12 launches, and again in 8 fresh ones',
  }),
  abVerdict({ cell: 'version/10kB/304', verdict: 'cannot-tell', effect: interval(1.02, 0.999, 1.041), launches: 24, launchSd: 0.031, smallestEffect: null, why: '24 launches neither showed a slowdown beyond 1 % nor ruled out 5 %' }),
  abVerdict({ cell: 'none/10kB/200', verdict: 'void', effect: null, launches: 0, launchSd: null, smallestEffect: null, why: 'base answered 500 (20 times) instead of 200' }),
]

it('a suite is told in 80 columns: builds, verdicts, and why of those that matter', () => {
  const text = formatSuite(abFile(verdicts), 'results/ab/x/ab.json')
  expect(text).toBe(`etag-bench ab, 0 launches, 0 to confirm, seed 1; Test CPU, 2 cores, Node
v26.10.0
base: main (0123456789)
head: the working tree at 0123456789, with changes that are not committed

cell                             verdict                effect    n   sd finds
sha256/10kB/304           no change >=5%    +0.2% [-1.0, +1.3]    8 1.7%  4.6%
last-modified/10kB/200   no change >=10%    +0.2% [-1.0, +1.3]    8 4.0%  9.1%
sha256/10kB/put                regressed +12.3% [+11.0, +13.8] 12+8 1.7%  4.6%
version/10kB/304             cannot tell    +2.0% [-0.1, +4.1]   24 3.1%     -
none/10kB/200                       void                     -    0    -     -

effect: server CPU per request of head against base, with its 95 % interval over
n launches (+ confirming ones); sd: between launches; finds: the smallest
slowdown that is found with 95 % probability at that spread.
- sha256/10kB/put: slower by more than 1 % after 12 launches, and again in 8
  fresh ones
- version/10kB/304: 24 launches neither showed a slowdown beyond 1 % nor ruled
  out 5 %
- none/10kB/200: base answered 500 (20 times) instead of 200
exact gates: all 1 hold (bytes, statuses, 304s, statements; no violation)

suite file: results/ab/x/ab.json
`)
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

it('counts the launches, and names the cells whose bursts collections fell into, on either side, and how often', () => {
  const cells = ['version/10kB/412', 'sha256/10kB/304']
  const launch = scriptedLaunch({ launch: 0, confirmation: false, cells }, () => 0)
  const pairs = launch.pairs.map((pair) => ({ ...pair, disturbed: pair.cell === 'version/10kB/412' ? ['head' as const] : [] }))
  const text = formatSuite(abFile(cells.map((cell) => abVerdict({ cell })), { launches: [{ ...launch, pairs }] }), 'x')
  expect(text).toMatch(/^etag-bench ab, 1 launch, 0 to confirm, /)
  expect(text).toContain('\ndisturbed bursts (base, head), left out where enough others remain:\nversion/10kB/412 0 %, 100 %\n')
})

it('a suite that ended early says so first; exact gates that did not hold, what was ignored and warnings are named', () => {
  const text = formatSuite(
    abFile([abVerdict()], {
      status: 'partial',
      endedBy: 'interrupted',
      exact: [
        { gate: 'bytes of a 304', cell: 'version/10kB', base: '150', head: '190', passed: false, why: 'they must be equal' },
        { gate: 'lost updates', cell: 'version/10kB', base: '0', head: '0', passed: true, why: '' },
      ],
      warnings: ['close the other programs'],
    }),
    'x',
  )
  expect(text.split('\n')[0]).toBe('PARTIAL SUITE: interrupted')
  expect(text).toContain('- bytes of a 304 of version/10kB: base 150, head 190: they must be equal\n')
  expect(text).toContain('exact gates: 1 of 2 did not hold\n')
  expect(text).not.toContain('lost updates')
  expect(text).toContain('warning: close the other programs\n')
})

it.each([
  ['exact gates left out (--no-exact): changes', { settings: abSettings([], { exactGates: false }) }],
  ['exact gates compared nothing (dates have no exact figures; warnings name', {}],
  ['exact gates not played, because the suite ended before them: changes', { status: 'partial' } as const],
])('a suite without exact figures says so: %s', (sentence, changes) => {
  const text = formatSuite(abFile([abVerdict()], { exact: [], ...changes }), 'x')
  expect(text).toContain(sentence)
  expect(text).not.toContain('hold')
})

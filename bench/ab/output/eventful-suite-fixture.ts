import * as fc from 'fast-check'
import { abFile, abVerdict, scriptedLaunch } from '../ab-file-fixture.ts'
import type { AbFile } from '../ab-file.ts'

export const interval = (point: number, low: number, high: number) =>
  ({ kind: 'interval', point, low, high, level: 0.95, coverage: 0.951, launches: 12 }) as const

/** A test fixture: a suite with one cell of every verdict, gates that held and that did not, and eight launches of the first two cells. */
export function eventfulSuite(changes: Partial<AbFile> = {}): AbFile {
  const verdicts = [
    abVerdict(),
    abVerdict({
      cell: 'sha256/10kB/put', verdict: 'regressed', effect: interval(1.1234, 1.1101, 1.1377), controlEffect: interval(1, 0.99, 1.01), launches: 12, confirmationLaunches: 8,
      why: 'slower by more than 1 % in 12 launches and again in 8 fresh ones',
    }),
    abVerdict({ cell: 'version/10kB/304', verdict: 'cannot-tell', effect: interval(1.01, 0.94, 1.09), launches: 24, launchSd: 0.061, smallestEffect: null, margin: 0.1, why: '24 launches neither showed a slowdown beyond 1 % nor ruled out one of 10 %' }),
    abVerdict({ cell: 'xxhash/10kB/200', verdict: 'improved', effect: interval(0.9, 0.88, 0.92), why: 'faster by more than 1 % in 8 launches' }),
    abVerdict({ cell: 'none/10kB/200', verdict: 'void', effect: null, launches: 0, launchSd: null, smallestEffect: null, why: 'base answered 500 (20 times) instead of 200' }),
  ]
  const cells = ['sha256/10kB/304', 'sha256/10kB/put']
  const launches = Array.from({ length: 8 }, (_, launch) =>
    scriptedLaunch({ launch, confirmation: false, cells }, (cell, arm) => (arm === 'head' && cell.endsWith('put') ? Math.log(1.1 + launch / 1000) : 0)),
  )
  return abFile(verdicts, {
    launches,
    exact: [
      { gate: 'bytes of a 304', cell: 'version/10kB', base: '150', head: '190', passed: false, why: 'they must be equal' },
      { gate: 'lost updates', cell: 'version/10kB', base: '0', head: '0', passed: true, why: '' },
    ],
    exitCode: 1,
    ...changes,
  })
}

/** A test fixture: a suite that --launches ended before an alarm could be confirmed, and before another cell was settled. */
export function unconfirmedSuite(): AbFile {
  const why = 'slower by more than 1 % in 12 launches, but the suite ended'
  const alarmed = abVerdict({ cell: 'sha256/10kB/304', verdict: 'cannot-tell', unconfirmedAlarm: true, effect: interval(1.1, 1.08, 1.12), launches: 12, why })
  const open = abVerdict({ cell: 'version/10kB/304', verdict: 'cannot-tell', launches: 12, why: 'open' })
  return abFile([open, alarmed, abVerdict({ cell: 'none/10kB/200' })], { exitCode: 3 })
}

/** Everything that some format gives a meaning to, and what some cannot hold. */
export const hostileText = 'a | b\n</details><script>alert(1)</script> ]]> "q" \'s\' & `code` **x** [l](http://x) ::error::y, %0A: @team #1 \u0000\u0007\u001b[31m\u2028 \ud800 é 🎉'

/** A test fixture: the same suite with hostile text wherever text of others can get in. */
export function hostileSuite(): AbFile {
  const suite = eventfulSuite()
  return {
    ...suite,
    command: hostileText,
    builds: { base: { ...suite.builds.base, ref: hostileText }, head: { ...suite.builds.head, commit: null, command: hostileText } },
    verdicts: suite.verdicts.map((verdict) => ({ ...verdict, cell: `${verdict.cell}${hostileText}`, why: hostileText })),
    exact: suite.exact.map((result) => ({ ...result, gate: hostileText, cell: hostileText, base: hostileText, head: hostileText, why: hostileText })),
    warnings: [hostileText],
    settings: { ...suite.settings, ignored: [hostileText] },
  }
}

/** A test fixture: text of any UTF-16 code units, half of them from ASCII, whose signs the formats give a meaning to. */
export const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units))

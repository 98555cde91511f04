import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { abFile, abSettings, abVerdict } from '../ab-file-fixture.ts'
import { formatAnnotations } from './annotations.ts'
import { anyText, eventfulSuite, hostileSuite, unconfirmedSuite } from './eventful-suite-fixture.ts'

/** Reads a line as GitHub's runner does: `::name key=value,key=value::message`. */
function readCommand(line: string) {
  const [, level, properties = '', message = ''] = /^::(error|warning|notice) (.*?)::(.*)$/su.exec(line) ?? []
  const unescape = (text: string) => text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const [, key, title = ''] = /^([^=]*)=(.*)$/s.exec(properties) ?? []
  return { level, key, title: unescape(title), commas: properties.split(',').length - 1, message: unescape(message) }
}

describe('formatAnnotations', () => {
  it('has an error for each regression and gate that did not hold, and one warning for all that is void or cannot be told', () => {
    expect(formatAnnotations(eventfulSuite())).toBe(`\
::error title=etag-bench ab%3A sha256/10kB/put regressed::server CPU per request +12.3%25 [+11.0, +13.8]: slower by more than 1 %25 in 12 launches and again in 8 fresh ones
::error title=etag-bench ab%3A bytes of a 304 of version/10kB::base 150, head 190: they must be equal
::warning title=etag-bench ab%3A 1 of 5 cells void::none/10kB/200: base answered 500 (20 times) instead of 200
::warning title=etag-bench ab%3A 1 of 5 cells cannot be told::version/10kB/304: 24 launches neither showed a slowdown beyond 1 %25 nor ruled out one of 10 %25
`)
  })

  it('has nothing to say where nothing is wrong', () => {
    expect(formatAnnotations(abFile([abVerdict(), abVerdict({ cell: 'a/10kB/200', verdict: 'improved' })]))).toBe('')
  })

  it('names every exact gate that did not hold, with both figures, also beyond what GitHub shows', () => {
    const exact = Array.from({ length: 12 }, (_, index) => ({ gate: 'bytes received', cell: `s${index}/10kB/304`, base: '136 bytes', head: '176 bytes', passed: false, why: 'must be equal on both builds' }))
    const text = formatAnnotations(abFile([abVerdict()], { exact, exitCode: 1 }))
    for (const { cell } of exact) expect(text).toMatch(new RegExp(`bytes received of ${cell}.*base 136 bytes, head 176 bytes`))
  })

  it('has an error for an alarm that was not confirmed, and a warning for what is merely open beside it', () => {
    expect(formatAnnotations(unconfirmedSuite())).toBe(`\
::error title=etag-bench ab%3A sha256/10kB/304 alarmed without being confirmed::server CPU per request +10.0%25 [+8.0, +12.0]: slower by more than 1 %25 in 12 launches, but the suite ended
::warning title=etag-bench ab%3A 1 of 3 cells cannot be told::version/10kB/304: open
`)
  })

  it('has that error, and no warning beside it, where the fresh launches of an alarm are void', () => {
    const why = 'an alarm after 12 launches has only 4 valid fresh launches to confirm it'
    const alarmed = abVerdict({ verdict: 'void', unconfirmedAlarm: true, effect: null, why })
    expect(formatAnnotations(abFile([abVerdict({ cell: 'a/10kB/200' }), alarmed], { exitCode: 3 }))).toBe(
      `::error title=etag-bench ab%3A sha256/10kB/304 alarmed without being confirmed::${why}\n`,
    )
  })

  it('warns where no exact figure was compared', () => {
    const leftOut = abFile([abVerdict()], { exact: [], settings: abSettings([], { exactGates: false }) })
    expect(formatAnnotations(leftOut)).toBe(`\
::warning title=etag-bench ab%3A exact gates left out (--no-exact)::exact gates left out (--no-exact): changes of bytes, statuses, 304s and statements, lost updates and false 304s would not have been seen
`)
  })

  it('is an error where the job fails for it, and a notice in a smoke run, which can tell little', () => {
    const open = abVerdict({ verdict: 'cannot-tell', why: 'open' })
    expect(formatAnnotations(abFile([open], { exitCode: 3, settings: abSettings([], { failOnCannotTell: true }) }))).toMatch(/^::error title=etag-bench ab%3A 1 of 1 cells cannot be told::/)
    expect(formatAnnotations(abFile([open], { settings: abSettings([], { mode: 'smoke' }) }))).toMatch(/^::notice /)
    const nothing = formatAnnotations(abFile([abVerdict({ verdict: 'void', why: 'idle' })], { exitCode: 4 }))
    expect(nothing).toBe('::error title=etag-bench ab%3A nothing could be compared::sha256/10kB/304: idle\n')
    const early = formatAnnotations(abFile([open], { status: 'partial', endedBy: 'server "x" died\nlast words', exitCode: 5 }))
    expect(early).toBe('::error title=etag-bench ab%3A PARTIAL SUITE::server "x" died%0Alast words\n')
  })

  it('says in the last error that GitHub shows what it would leave out', () => {
    const verdicts = Array.from({ length: 15 }, (_, index) => abVerdict({ cell: `s${index}/10kB/200`, verdict: 'regressed' }))
    const lines = formatAnnotations(abFile(verdicts)).trimEnd().split('\n').map(readCommand)
    expect(lines.map(({ title }) => title).slice(8)).toEqual(['etag-bench ab: s8/10kB/200 regressed', 'etag-bench ab: 6 more'])
    const figures = 'server CPU per request +0.2% [-1.0, +1.3]: a slowdown of 5 % or more is ruled out after 8 launches'
    expect(lines[9]?.message).toBe([9, 10, 11, 12, 13, 14].map((index) => `s${index}/10kB/200 regressed: ${figures}`).join('\n'))
  })

  it('stays one command a line whatever the text, and is read back as it was', () => {
    for (const line of formatAnnotations(hostileSuite()).trimEnd().split('\n')) expect(readCommand(line)).toMatchObject({ key: 'title', commas: 0 })
    fc.assert(
      fc.property(anyText, (why) => {
        const text = formatAnnotations(abFile([abVerdict({ cell: why, verdict: 'regressed', effect: null, why })]))
        expect(text.split(/[\r\n\u0085]/)).toHaveLength(2)
        const kept = why.replaceAll(/[^\P{Cc}\r\n]/gu, '').toWellFormed()
        expect(readCommand(text.slice(0, -1))).toMatchObject({ level: 'error', title: `etag-bench ab: ${kept} regressed`, commas: 0, message: kept })
      }),
      { numRuns: 500 },
    )
  })
})

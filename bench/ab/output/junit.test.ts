import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { abFile, abSettings, abVerdict } from '../ab-file-fixture.ts'
import { anyText, eventfulSuite, hostileSuite, hostileText, unconfirmedSuite } from './eventful-suite-fixture.ts'
import { formatJunit } from './junit.ts'
import type { XmlElement } from './parse-xml-fixture.ts'
import { parseXml } from './parse-xml-fixture.ts'
import { element, escapeText } from './xml.ts'

/**
 * What the published schemas of Ant (windyroad/JUnit-Schema, JUnit.xsd) and of Jenkins (xunit-plugin, junit-10.xsd) both allow:
 * attributes, their form, which elements stand in which and in what order.
 */
const token = z.string().min(1)
const count = z.string().regex(/^\d+$/)
const seconds = z.string().regex(/^\d+\.\d{3}$/)
const none = z.array(z.never())
const problem = z.discriminatedUnion('name', [
  z.strictObject({ name: z.enum(['failure', 'error']), attributes: z.strictObject({ type: token, message: z.string() }), children: none, text: z.literal('') }),
  z.strictObject({ name: z.literal('skipped'), attributes: z.strictObject({ message: z.string() }), children: none, text: z.literal('') }),
])
const property = z.strictObject({ name: z.literal('property'), attributes: z.strictObject({ name: token, value: z.string() }), children: none, text: z.literal('') })
const inSuite = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('properties'), attributes: z.strictObject({}), children: z.array(property), text: z.literal('') }),
  z.strictObject({ name: z.literal('testcase'), attributes: z.strictObject({ classname: token, name: token, time: seconds }), children: z.array(problem).max(1), text: z.literal('') }),
  z.strictObject({ name: z.enum(['system-out', 'system-err']), attributes: z.strictObject({}), children: none, text: z.string() }),
])
const testSuite = z.strictObject({
  name: z.literal('testsuite'),
  attributes: z.strictObject({
    id: count, name: token, package: token, timestamp: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/), hostname: token,
    tests: count, failures: count, errors: count, skipped: count, time: seconds,
  }),
  children: z.array(inSuite).refine((children) => /^properties( testcase)+ system-out system-err$/.test(children.map(({ name }) => name).join(' '))),
  text: z.literal(''),
})
const junitSchema = z.strictObject({ name: z.literal('testsuites'), attributes: z.strictObject({}), children: z.array(testSuite), text: z.string().regex(/^\s*$/) })

const read = (document: string) => junitSchema.parse(parseXml(document)).children
const casesOf = (suite: XmlElement) => suite.children.filter(({ name }) => name === 'testcase')
const problemsOf = (document: string) =>
  read(document).flatMap((suite) => casesOf(suite).flatMap(({ attributes, children }) => children.map(({ name }) => `${name}: ${attributes['classname']} ${attributes['name']}`)))
const propertiesOf = (suite: XmlElement | undefined) =>
  Object.fromEntries(suite?.children[0]?.children.map(({ attributes }) => [attributes['name'], attributes['value']]) ?? [])

describe('formatJunit', () => {
  it('makes a failure of what regressed and of a gate that did not hold, skips what cannot be told, and errs on what is void', () => {
    const document = formatJunit(eventfulSuite())
    expect(problemsOf(document)).toEqual([
      'failure: sha256.10kB put server CPU per request',
      'skipped: version.10kB 304 server CPU per request',
      'error: none.10kB 200 server CPU per request',
      'failure: version.10kB bytes of a 304',
    ])
    const put = read(document)[2]
    expect(put?.attributes).toEqual({
      id: '2', name: 'sha256/10kB/put', package: 'etag-bench', timestamp: '2026-11-21T08:00:00', hostname: 'localhost',
      tests: '1', failures: '1', errors: '0', skipped: '0', time: '0.012',
    })
    expect(casesOf(put!)[0]?.children[0]?.attributes).toEqual({
      type: 'regressed',
      message: 'regressed: +12.3% [+11.0, +13.8]: slower by more than 1 % in 12 launches and again in 8 fresh ones',
    })
    expect(propertiesOf(put)).toMatchObject({
      verdict: 'regressed', ratio: '1.1234', ratioLow: '1.1101', ratioHigh: '1.1377', controlRatio: '1', launches: '12', confirmationLaunches: '8',
      launchSd: '0.0172', margin: '0.05', smallestEffect: '0.0461',
    })
    expect(Number(propertiesOf(put)['headCpuNsPerRequest'])).toBeCloseTo(22_070, 0)
    expect(propertiesOf(read(document)[0])).toMatchObject({ base: 'main (0123456789)', cpu: 'Test CPU', exitCode: '1', launches: '8' })
  })

  it('counts in every test suite what stands in it', () => {
    for (const suite of read(formatJunit(eventfulSuite()))) {
      const kinds = casesOf(suite).flatMap(({ children }) => children.map(({ name }) => name))
      const { tests, failures, errors, skipped } = suite.attributes
      const counted = [casesOf(suite).length, ...['failure', 'error', 'skipped'].map((kind) => kinds.filter((each) => each === kind).length)]
      expect([tests, failures, errors, skipped]).toEqual(counted.map(String))
    }
  })

  it('has a problem in it whenever the suite fails: one that ended early, one that compared nothing, one that had to tell', () => {
    const open = abVerdict({ verdict: 'cannot-tell' })
    const early = formatJunit(abFile([open], { status: 'partial', endedBy: 'interrupted', exitCode: 130 }))
    expect(problemsOf(early)).toEqual(['error: etag-bench.ab ran to its end and compared something', 'skipped: sha256.10kB 304 server CPU per request'])
    const nothing = formatJunit(abFile([abVerdict({ verdict: 'void', effect: null })], { exitCode: 4 }))
    expect(problemsOf(nothing)).toEqual(['error: etag-bench.ab ran to its end and compared something', 'error: sha256.10kB 304 server CPU per request'])
    const strict = formatJunit(abFile([open], { exitCode: 3, settings: abSettings([open.cell], { failOnCannotTell: true }) }))
    expect(problemsOf(strict)).toEqual(['failure: sha256.10kB 304 server CPU per request'])
    expect(problemsOf(formatJunit(unconfirmedSuite()))).toEqual(['skipped: version.10kB 304 server CPU per request', 'failure: sha256.10kB 304 server CPU per request'])
    expect(problemsOf(formatJunit(abFile([abVerdict()])))).toEqual([])
  })

  it('skips the exact gates where none was compared, and has both figures of each that did not hold', () => {
    const leftOut = formatJunit(abFile([abVerdict()], { exact: [], settings: abSettings([], { exactGates: false }) }))
    expect(problemsOf(leftOut)).toEqual(['skipped: etag-bench.ab exact gates'])
    const failed = read(formatJunit(eventfulSuite())).find(({ attributes }) => attributes['name'] === 'bytes of a 304 of version/10kB')
    expect(casesOf(failed!)[0]?.children[0]?.attributes).toEqual({ type: 'exact gate', message: 'base 150, head 190: they must be equal' })
    expect(propertiesOf(failed)).toEqual({ base: '150', head: '190' })
  })

  it('keeps hostile text as text, without the characters that XML cannot hold', () => {
    const suites = read(formatJunit(hostileSuite()))
    const kept = ['\u0000', '\u0007', '\u001b', '\ud800'].reduce((text, dropped) => text.replace(dropped, ''), hostileText)
    expect(casesOf(suites[2]!)[0]?.children[0]?.attributes['message']).toBe(`regressed: +12.3% [+11.0, +13.8]: ${kept}`)
    expect(suites[2]?.children.at(-2)?.text).toBe(kept)
    expect(propertiesOf(suites[0])['command']).toBe(kept)
  })
})

describe('element', () => {
  it('is read back as it was given, whatever the text, but for characters that XML cannot hold', () => {
    const kept = (text: string) => text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    fc.assert(
      fc.property(anyText, anyText, (attribute, text) => {
        const back = parseXml(element('a', { b: attribute }, [escapeText(text)]))
        expect([back.attributes['b'], back.text]).toEqual([kept(attribute), kept(text)])
      }),
      { numRuns: 500 },
    )
  })
})

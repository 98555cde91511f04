import { expect, it } from 'vitest'
import type { Check, Exchange, Probe, ProbeRequest, Verdict } from './finding.ts'
import { ProbeBoundError } from './probe-bound-error.ts'
import { runChecks } from './run-checks.ts'
import { TargetError } from './target-error.ts'

const passed: Verdict = { kind: 'passed', seen: 'as it should be' }
const url = new URL('http://127.0.0.1:8080/orders/1')

function check(id: string, run: Check['run'] = async () => passed, needs?: 'also'): Check {
  return { id, title: id, rfc: 'RFC 9110 §13', run, ...(needs === undefined ? {} : { needs }) }
}

const throwing = (error: unknown) => async (): Promise<Verdict> => {
  throw error
}

/** `statuses` of the plain GETs that the runner sends by itself: a number, or what is thrown. */
function probeOf(answers: readonly unknown[], parts: Partial<Probe> = {}): Probe & { readonly sent: readonly ProbeRequest[] } {
  const sent: ProbeRequest[] = []
  const answer = (status: number) => ({ response: { status, reason: 'X', header: () => undefined } }) as unknown as Exchange
  return {
    url,
    also: [],
    signal: new AbortController().signal,
    baseline: { first: answer(200), second: answer(200) },
    sent,
    async send(request) {
      const next = answers[sent.length] ?? 200
      sent.push(request)
      if (typeof next !== 'number') throw next
      return answer(next)
    },
    ...parts,
  }
}

const outcomes = ({ results }: Awaited<ReturnType<typeof runChecks>>) =>
  results.map(({ check: { id }, verdict }) => [id, verdict.kind === 'unchecked' ? verdict.because : verdict.kind])

it('checks are made in order, each told before it is', async () => {
  const told: unknown[] = []
  const run = await runChecks([check('a'), check('b')], probeOf([]), ({ id }, index) => told.push([id, index]))
  expect(told).toEqual([['a', 0], ['b', 1]])
  expect([outcomes(run), run.endedBy, run.interrupted]).toEqual([[['a', 'passed'], ['b', 'passed']], undefined, false])
})

it('a check that compares nodes is not made without --also', async () => {
  expect(outcomes(await runChecks([check('a', undefined, 'also')], probeOf([])))).toEqual([['a', 'needs --also URL']])
  expect(outcomes(await runChecks([check('a', undefined, 'also')], probeOf([], { also: [url] })))).toEqual([['a', 'passed']])
})

it('a check that gets no whole answer could not be made, and those after it go on while the resource still answers', async () => {
  const reset = new TargetError('reset', 'GET http://b: the connection was closed')
  const run = await runChecks([check('a', throwing(reset)), check('b')], probeOf([]))
  expect([outcomes(run), run.endedBy]).toEqual([[['a', 'GET http://b: the connection was closed'], ['b', 'passed']], undefined])
})

it.each<[string, unknown, string]>([
  ['refuses connections', new TargetError('refused', 'cannot connect'), 'cannot connect'],
  ['answers 500', 500, `GET ${url.href} is answered 500 X; the probe needs a resource that answers a plain GET with 200; look into the log of the server`],
])('once the resource %s, nothing more is asked of it', async (_what, answer, message) => {
  const run = await runChecks([check('a', throwing(new TargetError('timed-out', 'nothing came'))), check('b'), check('c')], probeOf([answer]))
  expect(outcomes(run)).toEqual([['a', 'nothing came'], ['b', 'the target stopped answering'], ['c', 'the target stopped answering']])
  expect(run.endedBy?.message).toBe(message)
})

it('a limit on requests ends the checks without another request', async () => {
  const limited = new TargetError('limited', 'was answered 429')
  const probe = probeOf([])
  const run = await runChecks([check('a', throwing(limited)), check('b')], probe)
  expect([run.endedBy, probe.sent.length]).toEqual([limited, 0])
})

it('a resource that stopped answering unseen is found out at the end', async () => {
  const run = await runChecks([check('a')], probeOf([401]))
  expect([outcomes(run), run.endedBy?.kind]).toEqual([[['a', 'passed']], 'unauthorized'])
})

it('past the bound checks could not be made, those that need no request still are', async () => {
  const bound = new ProbeBoundError(5)
  const run = await runChecks([check('a', throwing(bound)), check('b')], probeOf([bound]))
  expect([outcomes(run), run.endedBy]).toEqual([[['a', 'the bound of 5 requests is used up; raise it with --max-requests'], ['b', 'passed']], undefined])
})

it('an interruption leaves the rest unmade', async () => {
  const abort = new AbortController()
  const interrupted = async () => {
    abort.abort()
    throw abort.signal.reason
  }
  const run = await runChecks([check('a'), check('b', interrupted), check('c')], probeOf([], { signal: abort.signal }))
  expect([outcomes(run), run.interrupted]).toEqual([[['a', 'passed'], ['b', 'interrupted'], ['c', 'interrupted']], true])
})

it('a check that crashes is told as a fault of the probe, and the others are made', async () => {
  const { results } = await runChecks([check('a', throwing(new TypeError('x is undefined'))), check('b')], probeOf([]))
  expect(results[0]).toMatchObject({ crashed: true, verdict: { kind: 'unchecked', because: expect.stringMatching(/^unexpected error in the check, please report it: TypeError: x is undefined\n/) } })
  expect(results[1]?.verdict).toEqual(passed)
})

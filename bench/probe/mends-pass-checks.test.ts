import { readFileSync, readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { readChecks, writeChecks } from './checks/index.ts'
import { codeOf, serveSnippets } from './fixtures/snippet-server.ts'
import type { Framework, SnippetServer } from './fixtures/snippet-server.ts'
import { mendTopics } from './mends/topic.ts'
import type { MendTopic } from './mends/topic.ts'
import { openWriteSession } from './open-write-session.ts'
import { runChecks } from './run-checks.ts'
import type { CheckResult } from './run-checks.ts'
import { openSession } from './session.ts'

/** A mend, where it stands in an application that is not whole without it, and the checks that show it with their findings. */
interface Mended {
  readonly topic: MendTopic
  readonly checks: readonly string[]
  readonly before?: (framework: Framework) => readonly string[]
  readonly after?: (framework: Framework) => readonly string[]
  readonly drifting?: boolean
  /** What cannot be asked of such an application, so that the finding is gone with it. */
  readonly unchecked?: readonly string[]
}

const readByTag = (framework: Framework) => [codeOf(framework, 'weak-compare')]
const guardedWrite = (framework: Framework) => [codeOf(framework, 'if-match')]
const readByDate = (framework: Framework) => [codeOf(framework, 'last-modified')]
/** Any PUT is carried out. */
const unguardedWrite = (framework: Framework) => [
  framework === 'express'
    ? `app.put('/orders/:id', express.json(), (req, res) => {
        db.prepare('UPDATE orders SET content = ?, version = version + 1 WHERE id = ?').run(JSON.stringify(req.body), req.params.id)
        res.status(204).end()
      })`
    : `app.put('/orders/:id', async (request, reply) => {
        db.prepare('UPDATE orders SET content = ?, version = version + 1 WHERE id = ?').run(JSON.stringify(request.body), request.params.id)
        return reply.code(204).send()
      })`,
]
/** Nothing but this one address has a route. */
const oneRoute = (framework: Framework) => (framework === 'express' ? ["app.get('/orders/1', (req, res) => res.json({}))"] : [])
const settingCookie = (framework: Framework) => [
  framework === 'express'
    ? "app.use((req, res, next) => { res.cookie('sid', '1'); next() })"
    : "app.addHook('onRequest', async (request, reply) => { reply.header('set-cookie', 'sid=1') })",
]
const compressing = (framework: Framework) => [
  framework === 'express' ? 'app.use(compression())' : 'await app.register(fastifyCompress)',
]

const mended: readonly Mended[] = [
  { topic: 'no-validator', checks: ['no-validator', 'malformed-tag', 'tag-too-long', 'last-modified-coarse'], unchecked: ['last-modified-coarse'] },
  { topic: 'no-validator', after: guardedWrite, checks: ['tag-follows-content'] },
  {
    topic: 'weak-compare',
    checks: [
      'if-none-match-exact',
      'if-none-match-other',
      'if-none-match-weak-vs-strong',
      'if-none-match-list',
      'if-none-match-star',
      'if-none-match-several-lines',
      'if-modified-since-beside-if-none-match',
      'not-modified-to-other-method',
    ],
  },
  { topic: 'strong-tag', checks: ['if-match-honoured', 'if-match-weak'] },
  {
    topic: 'if-match',
    before: readByTag,
    checks: ['if-match-honoured', 'if-match-weak', 'if-match-list', 'if-match-star', 'if-match-empty', 'validators-of-put', 'not-modified-to-put'],
  },
  { topic: 'if-match', before: readByDate, checks: ['if-unmodified-since', 'validators-of-put'] },
  { topic: 'atomic-write', before: readByTag, checks: ['refused-write-changes-nothing', 'simultaneous-writes'] },
  {
    topic: 'create-only',
    before: readByTag,
    after: unguardedWrite,
    checks: ['if-none-match-star-write'],
  },
  {
    topic: 'precondition-required',
    before: readByTag,
    after: unguardedWrite,
    checks: ['unconditional-write'],
  },
  { topic: 'vary', before: compressing, after: readByTag, checks: ['vary-missing'] },
  { topic: 'cache-control', before: settingCookie, after: readByTag, checks: ['cache-control-defeats', 'set-cookie-shared'] },
  {
    topic: 'compression',
    after: (framework) => (framework === 'express' ? readByTag(framework) : []),
    checks: ['if-none-match-exact', 'same-strong-tag-for-codings', 'same-strong-tag-between-nodes', 'proxy-strips-tag', 'proxy-weakens-tag', 'proxy-suffixes-tag'],
  },
  { topic: 'nodes', checks: ['tag-drift', 'tag-differs-between-nodes', 'same-strong-tag-between-nodes', 'if-none-match-exact'] },
  { topic: 'drift', checks: ['tag-drift', 'if-none-match-exact'], drifting: true },
  {
    topic: 'last-modified',
    checks: [
      'if-modified-since-exact',
      'if-modified-since-forms',
      'if-modified-since-invalid',
      'last-modified-in-future',
      'malformed-last-modified',
      'tag-drift',
      'if-none-match-exact',
    ],
  },
  { topic: 'not-modified-headers', checks: ['not-modified-headers', 'not-modified-content', 'not-modified-content-length'] },
  { topic: 'not-modified-cache-control', checks: ['not-modified-headers'] },
  { topic: 'not-modified-vary', after: (framework) => (framework === 'express' ? [] : readByTag(framework)), checks: ['not-modified-headers'] },
  { topic: 'head', after: (framework) => (framework === 'express' ? [] : readByTag(framework)), checks: ['head-like-get'] },
  { topic: 'error-tag', before: oneRoute, checks: ['tag-on-error'] },
]

async function serve(framework: Framework, { topic, before, after, drifting = false }: Mended): Promise<SnippetServer> {
  // What makes the application itself is not run inside one that is there.
  const code = codeOf(framework, topic).replace('const app', 'const made')
  const codes = [...(before?.(framework) ?? []), code, ...(after?.(framework) ?? [])]
  return serveSnippets(framework, codes, new DatabaseSync(':memory:'), { drifting })
}

/** The checks at that application; those that compare addresses see a second one that is its like. */
async function probe(framework: Framework, row: Mended): Promise<readonly CheckResult[]> {
  const servers = [await serve(framework, row), await serve(framework, row)] as const
  const [{ url }, { url: other }] = servers
  const session = await openSession({ url, also: [other], signal: new AbortController().signal, ratePerSecond: 100_000 })
  try {
    const isChosen = ({ id }: { readonly id: string }) => row.checks.includes(id)
    const reading = readChecks.filter(isChosen)
    if (reading.length === row.checks.length) return (await runChecks(reading, session.probe)).results
    const opening = await openWriteSession(session.probe)
    if (opening.kind === 'impossible') throw new Error(opening.because)
    const { results } = await runChecks([...reading, ...writeChecks(opening.session).filter(isChosen)], session.probe)
    await opening.session.restore()
    return results
  } finally {
    session.close()
    for (const server of servers) server.close()
  }
}

describe.concurrent.each(['express', 'fastify'] as const)('an application with the code for %s', (framework) => {
  it.each(mended)('$topic passes $checks', async (row) => {
    const results = await probe(framework, row)
    const outcomes = results.map(({ check, verdict }) => `${check.id} ${verdict.kind}`)
    const expected = row.checks.map((id) => `${id} ${row.unchecked?.includes(id) ? 'unchecked' : 'passed'}`)
    expect(outcomes.toSorted()).toEqual(expected.toSorted())
  })
})

describe('the applications', () => {
  it('are made of every topic that a check shows code of, and probed by that check', () => {
    const missing = ['read', 'write'].flatMap((kind) => {
      const folder = new URL(`checks/${kind}/`, import.meta.url)
      return readdirSync(folder).flatMap((file) => {
        const source = readFileSync(new URL(file, folder), 'utf8')
        const ids = [...source.matchAll(/\bid: '([^']+)'/g)].map(([, id]) => id ?? '')
        const shown = [...source.matchAll(/\bsnippets\(([^\n]+)/g)].flatMap(([, call = '']) => mendTopics.filter((topic) => call.includes(`'${topic}'`)))
        return shown.filter((topic) => !mended.some((row) => row.topic === topic && row.checks.some((id) => ids.includes(id)))).map((topic) => `${topic} of ${file}`)
      })
    })
    expect(missing).toEqual([])
    expect(mendTopics.filter((topic) => !mended.some((row) => row.topic === topic))).toEqual([])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import type { BrokenServer } from '../../broken/broken-server.ts'
import { startServer } from '../../broken/correct-server.ts'
import { brokenAnswers } from '../../broken/read-answers.ts'
import { brokenCaching, compressing } from '../../broken/read-caching.ts'
import { brokenDates } from '../../broken/read-dates.ts'
import { brokenNodes } from '../../broken/read-nodes.ts'
import { brokenRevalidation } from '../../broken/read-revalidation.ts'
import { brokenValidators } from '../../broken/read-validators.ts'
import { rightServers } from '../../broken/right-servers.ts'
import { runChecks } from '../../run-checks.ts'
import type { CheckResult } from '../../run-checks.ts'
import { openSession } from '../../session.ts'
import { readChecks } from './index.ts'

/** Probed at once: most of a probe is waiting for a second to pass. */
const alone: readonly BrokenServer[] = [
  ...rightServers.map(server => ({ ...server, finds: [] })),
  ...brokenValidators,
  ...brokenRevalidation,
  ...brokenAnswers,
  ...brokenDates,
  ...brokenCaching,
]
const results = new Map<string, readonly CheckResult[]>()

/** The results of all reading checks at a server; with `hereHooks`, at such a one, the other being a further address of it. */
async function probe({ hooks }: Pick<BrokenServer, 'hooks'>, hereHooks?: BrokenServer['hooks']): Promise<readonly CheckResult[]> {
  const server = await startServer(hooks())
  const here = hereHooks === undefined ? undefined : await startServer(hereHooks())
  const also = here === undefined ? [] : [server.url]
  const session = await openSession({ url: (here ?? server).url, also, signal: new AbortController().signal, ratePerSecond: 1000 })
  try {
    return (await runChecks(readChecks, session.probe)).results
  } finally {
    session.close()
    await Promise.all([server.close(), here?.close()])
  }
}

function findingsOf(run: readonly CheckResult[] = []) {
  return run.flatMap(({ verdict }) => (verdict.kind === 'findings' ? verdict.findings : []))
}

function found(run: readonly CheckResult[] | undefined): readonly string[] {
  return findingsOf(run).map(({ severity, id }) => `${severity} ${id}`)
}

beforeAll(async () => {
  await Promise.all(
    [
      ...alone.map(server => [server.fault, () => probe(server)] as const),
      ...brokenNodes.map(node => [node.fault, () => probe(node, () => ({}))] as const),
      ['two equal nodes', () => probe({ hooks: () => ({}) }, () => ({}))] as const,
    ].map(async ([name, run]) => results.set(name, await run())),
  )
}, 60_000)

/** The sentence of the first finding at that server. */
function seenAt(fault: string): string {
  return findingsOf(results.get(fault))[0]?.seen ?? 'nothing was found'
}

describe('the reading checks', () => {
  it.each(alone)('at a server that $fault find $finds', ({ fault, finds }) => {
    expect(found(results.get(fault))).toEqual(finds)
  })

  it.each(brokenNodes)('at a further address that $fault find $finds', ({ fault, finds }) => {
    expect(found(results.get(fault))).toEqual(finds)
  })

  it.each(readChecks.filter(({ needs }) => needs === 'also'))('find a dead address by $id alone, and compare the one that answers', async ({ id }) => {
    const [here, differing] = [await startServer(), await startServer({ validators: () => ({ etag: '"inode-77"' }) })]
    const dead = await startServer()
    await dead.close()
    const session = await openSession({ url: here.url, also: [dead.url, differing.url], signal: new AbortController().signal, ratePerSecond: 1000 })
    try {
      const { results: run } = await runChecks(readChecks.filter((check) => check.id === id), session.probe)
      const compared = id === 'tag-differs-between-nodes' ? ['warning tag-differs-between-nodes'] : []
      expect(found(run)).toEqual(['error node-no-answer', ...compared])
      expect(findingsOf(run)[0]?.seen).toContain(`at ${dead.url.href} there is nothing to compare with it: `)
    } finally {
      session.close()
      await Promise.all([here.close(), differing.close()])
    }
  })

  it('tell of a dead address once', async () => {
    const [here, dead] = [await startServer(), await startServer()]
    await dead.close()
    const session = await openSession({ url: here.url, also: [dead.url], signal: new AbortController().signal, ratePerSecond: 1000 })
    try {
      expect(found((await runChecks(readChecks.filter(({ needs }) => needs === 'also'), session.probe)).results)).toEqual(['error node-no-answer'])
    } finally {
      session.close()
      await here.close()
    }
  })

  it('compare what two addresses both compress', async () => {
    const vary = { vary: 'Accept-Encoding' }
    const hashing = (opaque: string) => ({ hooks: () => compressing(() => opaque, { plain: vary, compressed: vary }) })
    const run = await probe(hashing('"a"'), hashing('"b"').hooks)
    const seen = findingsOf(run).filter((each) => each.id === 'tag-differs-between-nodes').map((each) => each.seen)
    expect(seen).toEqual([expect.stringMatching(/ shows ETag: "b", http:\S+ "a", each as gzip: from the one to the other, the content stayed the same, byte for byte\.$/)])
  })

  it('say that a conditional request gets no answer', () => {
    expect(seenAt('forbids If-None-Match')).toBe('A GET is answered 200, and twice the same with If-None-Match: "v1" was not: it was answered 403.')
    expect(seenAt('closes the connection on If-None-Match')).toMatch(/ was not: .*the connection was closed before any byte of an answer; /)
  })

  it('do not ask again by a tag that gets no answer', () => {
    const list = results.get('closes the connection on If-None-Match')?.find(({ check }) => check.id === 'if-none-match-list')
    expect(list?.verdict).toEqual({ kind: 'unchecked', because: 'a request with the tag gets no answer (if-none-match-exact)' })
  })

  it('find nothing at two equal nodes, and make every check there that needs no write', () => {
    const run = results.get('two equal nodes') ?? []
    const expected = (id: string) => (id === 'last-modified-coarse' ? 'unchecked' : 'passed')
    expect(run.map(({ check, verdict }) => `${check.id} ${verdict.kind}`)).toEqual(readChecks.map(({ id }) => `${id} ${expected(id)}`))
  })

  it('have each a fault that they fire on', () => {
    const ids = [...alone, ...brokenNodes].flatMap(({ finds }) => finds.map(find => find.split(' ')[1] ?? ''))
    expect(readChecks.map(({ id }) => id).filter(id => !ids.some(each => each.startsWith(id)))).toEqual([])
  })

  it('never crash', () => {
    const crashed = [...results].flatMap(([fault, run]) => run.flatMap(({ check, crashed: is }) => (is ? [`${check.id} at ${fault}`] : [])))
    expect(crashed).toEqual([])
  })

  it('show with each finding the bytes that were sent and received, and where the RFC says otherwise', () => {
    const sections = /^RFC (911[01]|8246) §\d+(\.\d+)*(, §\d+(\.\d+)*)*$/
    const sentences = /^[A-Z].*\.$/
    const requestHeads = /^(GET|HEAD|OPTIONS) \/orders\/\S+ HTTP\/1\.1\r\n/
    const incomplete = [...results.values()].flatMap(findingsOf).filter(
      ({ rfc, evidence, seen, why, mend }) =>
        !sections.test(rfc) ||
        ![why, mend].every(text => sentences.test(text)) ||
        !seen.endsWith('.') ||
        evidence.length === 0 ||
        !evidence.every(({ requestHead, responseHead }) => requestHeads.test(requestHead) && /^HTTP\/1\.1 \d{3} /.test(responseHead)),
    )
    expect(incomplete).toEqual([])
  })

  it('say which members made the tag drift', () => {
    expect(seenAt('adds a counter to what it hashes')).toMatch(
      /^The tag changed 5 times in 6 reads in a row \("[0-9a-f]{32}" then "[0-9a-f]{32}"\): \$\.requests changed \(100001 then 100002\)\.$/,
    )
    expect(seenAt('shuffles the keys of what it hashes')).toMatch(
      / the key order of \$ changed \(note, items, total, id then items, total, id, note\)\.$/,
    )
    expect(seenAt('adds the time in seconds to what it hashes')).toMatch(/: \$\.generatedAt changed \(\d+ then \d+\)\.$/)
    expect(seenAt('is two nodes behind one address, each with tags of its own')).toBe(
      'The tag changed 5 times in 6 reads in a row ("1-1" then "0-1", and back): the content stayed the same, byte for byte.',
    )
    expect(seenAt('names itself in what it hashes')).toMatch(
      / shows ETag: "v1", http:\S+ "hash-of-b": from the one to the other, \$\.servedBy came \("b"\)\.$/,
    )
  })

  it('say what is wrong with a malformed tag', () => {
    expect(seenAt('sends an unquoted tag')).toBe('The ETag is v1: it is not quoted.')
    expect(seenAt('marks a weak tag with w/')).toBe('The ETag is w/"v1": the mark of a weak tag is W/ in upper case.')
    expect(seenAt('sends two ETag lines')).toBe('The ETag is "v1", "v2": it comes in 2 header lines, and there is only one.')
    expect(seenAt('sends an empty ETag')).toBe('The ETag is empty: there are not even quotes.')
  })

  it('cite the RFC that has the field', () => {
    const cited = (fault: string) => findingsOf(results.get(fault))[0]?.rfc
    expect([cited('says that the content never changes'), cited('lets caches use a copy until a date'), cited('lets caches use a copy for a minute')]).toEqual([
      'RFC 8246 §2',
      'RFC 9111 §5.3',
      'RFC 9111 §5.2.2',
    ])
  })

  it('say what of a 200 its 304 left out', () => {
    expect(seenAt('sends 304 without vary')).toBe('The 304 does not say what the 200 says: Vary: accept is missing.')
    expect(seenAt('sends 304 with another tag')).toBe('The 304 does not say what the 200 says: ETag is "v0" instead of "v1".')
    expect(seenAt('sends content with 304')).toBe('After the head of the 304 came 2 bytes of content.')
  })

  it('name the list in which the tag was not found, and the tag that was taken for it', () => {
    expect(seenAt('takes a list with an empty member for malformed')).toBe(
      'The tag alone is answered 304; 3 of 8 lists that hold it were answered 200, such as If-None-Match: , "v1".',
    )
    expect(seenAt('compares tags without regard to case')).toBe('The tag is "v1"; If-None-Match: "V1" was answered 304, though that is another tag.')
  })
})

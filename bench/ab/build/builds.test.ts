import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../../stats/random.ts'
import type { Supervisor } from '../../target/supervision.ts'
import { startSupervisor } from '../../target/supervision.ts'
import { commitAll, makeRepository, runGit, writeFiles } from '../fixtures/tiny-repository.ts'
import type { BuildRequest, Builds } from './builds.ts'
import { prepareBuilds } from './builds.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-builds-test-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let folders = 0
const repository = (files?: Readonly<Record<string, string>>) => makeRepository(join(scratch, String(++folders)), files)

let supervisor: Supervisor
const leftBehind = () => readdirSync(supervisor.scratchFolder)
beforeEach(() => (supervisor = startSupervisor()))
afterEach(() => supervisor.close())

const prepare = (projectFolder: string, request: Partial<BuildRequest> = {}) =>
  prepareBuilds({ baseRef: 'first', headRef: null, projectFolder, buildCommand: null, supervisor, signal: new AbortController().signal, ...request })
const failureOf = (promise: Promise<Builds>) => promise.then(() => undefined, (error: unknown) => error)

describe('prepareBuilds', () => {
  it('has the files of the commit in base, and in head those of the working tree as it is, what git ignores left out', async () => {
    const folder = repository({ 'a.txt': 'old', 'gone.txt': 'x' })
    writeFiles(folder, { 'a.txt': 'new', 'sub/untracked.txt': 'u', 'secret.txt': 's', 'node_modules/p/index.js': '' })
    rmSync(join(folder, 'gone.txt'))
    const statusBefore = runGit(folder, 'status', '--porcelain')
    const builds = await prepare(folder)
    const { base, head, 'base-again': again } = await builds.place(createRandom(1))
    const filesOf = (path: string) => readdirSync(path, { recursive: true }).map(String).filter((name) => name.endsWith('.txt')).toSorted()
    expect([base, again, head].map(filesOf)).toEqual([['a.txt', 'gone.txt'], ['a.txt', 'gone.txt'], ['a.txt', 'sub/untracked.txt']])
    expect([base, again, head].map((path) => readFileSync(join(path, 'a.txt'), 'utf8'))).toEqual(['old', 'old', 'new'])
    const commit = runGit(folder, 'rev-parse', 'HEAD').trim()
    expect(builds.base).toEqual({ ref: 'first', commit, dirty: false, dependencies: 'none' })
    expect(builds.head).toEqual({ ref: null, commit, dirty: true, dependencies: 'none' })
    await builds.discard()
    expect([existsSync(base), existsSync(dirname(base))]).toEqual([false, false])
    // Nothing of it is in the repository: no work tree to prune, no change of the index.
    expect(runGit(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1)
    expect(runGit(folder, 'status', '--porcelain')).toBe(statusBefore)
  })

  it('takes head from a commit where one is named, whatever the working tree holds', async () => {
    const folder = repository({ 'a.txt': 'old' })
    writeFiles(folder, { 'a.txt': 'second' })
    const second = commitAll(folder, 'Second')
    writeFiles(folder, { 'a.txt': 'not committed' })
    const builds = await prepare(folder, { headRef: 'HEAD' })
    const { head } = await builds.place(createRandom(1))
    expect(readFileSync(join(head, 'a.txt'), 'utf8')).toBe('second')
    expect(builds.head).toEqual({ ref: 'HEAD', commit: second, dirty: false, dependencies: 'none' })
    await builds.discard()
  })

  it('finds the project in a folder of its repository', async () => {
    const top = join(scratch, String(++folders))
    const folder = makeRepository(top, { 'packages/api/here.txt': 'x' })
    const builds = await prepare(join(folder, 'packages/api'))
    const { base, head } = await builds.place(createRandom(1))
    expect([base, head].map((path) => readdirSync(path))).toEqual([['here.txt'], ['here.txt']])
    await builds.discard()
    writeFiles(folder, { 'packages/later/here.txt': 'x' })
    await expect(prepare(join(folder, 'packages/later'))).rejects.toMatchObject({ code: 'harness', message: expect.stringMatching(/^base \([0-9a-f]{10}\) has no folder packages\/later\/$/) })
    expect(leftBehind()).toEqual([])
  })

  it('lets every build run from every folder, whose paths are of equal length', async () => {
    const builds = await prepare(repository())
    const random = createRandom(1)
    const places = []
    for (let launch = 0; launch < 30; launch++) places.push(await builds.place(random))
    for (const role of ['base', 'head', 'base-again'] as const) expect(new Set(places.map((place) => place[role])).size).toBe(3)
    for (const place of places) expect(new Set(Object.values(place)).size).toBe(3)
    expect(new Set(places.flatMap((place) => Object.values(place).map(({ length }) => length))).size).toBe(1)
    await builds.discard()
  })

  it('runs the build command in both, and what it makes is in all three folders', async () => {
    const builds = await prepare(repository(), { buildCommand: 'echo made > out.txt' })
    const places = Object.values(await builds.place(createRandom(1)))
    expect(places.map((place) => readFileSync(join(place, 'out.txt'), 'utf8'))).toEqual(['made\n', 'made\n', 'made\n'])
    await builds.discard()
  })
})

describe('a comparison that cannot begin', () => {
  it('says what to do where there is no repository, no such commit, or only the latest ones', async () => {
    const bare = join(scratch, 'no-repository')
    mkdirSync(bare)
    await expect(prepare(bare)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/no-repository is not in the working tree of a git repository; git says:\n {2}\S/),
      hint: 'run this in a clone (git clone ...), or compare two servers without git: --command-base "..." --command-head "..."',
    })
    const folder = repository()
    await expect(prepare(folder, { baseRef: 'frist' })).rejects.toMatchObject({
      code: 'harness',
      message: `--base frist: no commit of ${folder} is called that`,
      hint: 'git fetch brings what the remote has; git branch --all and git log --oneline list what there is',
    })
    await expect(prepare(folder, { headRef: '--help' })).rejects.toMatchObject({ code: 'harness' })
    writeFiles(folder, { 'a.txt': 'x' })
    commitAll(folder, 'Second')
    const shallow = join(scratch, 'shallow')
    runGit(scratch, 'clone', '--quiet', '--depth', '1', `file://${folder}`, shallow)
    await expect(prepare(shallow, { baseRef: 'HEAD~1' })).rejects.toMatchObject({
      code: 'harness',
      hint: 'this clone is shallow, so older commits are not in it: git fetch --unshallow (in a workflow: actions/checkout with fetch-depth: 0)',
    })
    runGit(folder, 'branch', 'topic')
    runGit(shallow, 'fetch', '--quiet', 'origin', 'topic:refs/remotes/origin/topic')
    await expect(prepare(shallow, { baseRef: 'topic' })).rejects.toMatchObject({ hint: 'did you mean origin/topic?' })
  })

  it('fails with what git says when a file of the commit cannot be read', async () => {
    const folder = repository({ 'a.txt': 'lost' })
    const id = runGit(folder, 'rev-parse', 'HEAD:a.txt').trim()
    rmSync(join(folder, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true })
    const failure = await failureOf(prepare(folder))
    expect(failure).toMatchObject({ code: 'harness', hint: 'nothing was compared; git fsck and df tell more' })
    expect(String(failure)).toMatch(new RegExp(`commit [0-9a-f]{10} cannot be checked out; git says:\n.*${id}`))
    expect(leftBehind()).toEqual([])
  })

  it('fails with the end of the output when a build fails, and leaves nothing', async () => {
    const folder = repository({ 'build.sh': 'echo ok\n' })
    writeFiles(folder, { 'build.sh': 'echo to stdout; echo "error: no such type" >&2; exit 3\n' })
    await expect(prepare(folder, { buildCommand: 'sh build.sh' })).rejects.toMatchObject({
      code: 'harness',
      message: '"sh build.sh" in head (the working tree) ended with code 3; its output:\n  to stdout\n  error: no such type',
    })
    expect(leftBehind()).toEqual([])
  })

  it('fails with what npm says when the packages of base cannot be installed', async () => {
    const folder = repository({
      'package.json': '{ "name": "p", "version": "1.0.0", "dependencies": { "left": "file:./absent" } }\n',
      'package-lock.json': '{ "name": "p", "version": "1.0.0", "lockfileVersion": 3, "packages": {} }\n',
    })
    const failure = await failureOf(prepare(folder))
    expect(failure).toMatchObject({ code: 'harness', hint: 'nothing was compared; mend that commit or name another one' })
    expect(String(failure)).toMatch(/npm ci of base \([0-9a-f]{10}\) ended with code 1; its output:\n(.*\n)* {2}npm error/)
  })

  it('ends the build when it is interrupted, and leaves nothing', async () => {
    const interruption = new AbortController()
    const building = failureOf(prepare(repository(), { buildCommand: 'sleep 60', signal: interruption.signal }))
    setTimeout(() => interruption.abort(), 500)
    expect(await building).toMatchObject({ code: 'interrupted' })
    expect(leftBehind()).toEqual([])
  })

  it('is interrupted, and not without a commit or a repository, where Ctrl-C ends git too', async () => {
    const interruption = { code: 'interrupted', message: 'interrupted while base and head were checked out' }
    expect(await failureOf(prepare(repository(), { signal: AbortSignal.abort() }))).toMatchObject(interruption)
    expect(await failureOf(prepare(repository(), { signal: AbortSignal.abort(), baseRef: 'frist' }))).toMatchObject(interruption)
    expect(leftBehind()).toEqual([])
  })
})

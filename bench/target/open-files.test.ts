import { describe, expect, it } from 'vitest'
import { formatError } from '../errors.ts'
import { isTooManyOpenFiles, readOpenFilesLimit, requireOpenFiles } from './open-files.ts'

describe('requireOpenFiles', () => {
  it('lets pass what fits, or where nobody knows', () => {
    expect(() => requireOpenFiles('a test', { connections: 100, servers: 9 }, 100_000)).not.toThrow()
    expect(() => requireOpenFiles('a test', { connections: 1_000_000_000, servers: 1 }, Number.POSITIVE_INFINITY)).not.toThrow()
  })

  it('says how many there would be, how many there may be, and how to raise that', () => {
    const failure = () => requireOpenFiles('edit-contended', { connections: 3_000, servers: 1 }, 200)
    expect(failure).toThrow(/^too many open files: edit-contended takes 3000 connections at once, 30\d\d open files with all else, and a process may have 200 here$/)
    let error: unknown
    try {
      failure()
    } catch (thrown) {
      error = thrown
    }
    expect(formatError(error).split('\n')[1]).toBe(
      'Raise the limit in this shell (ulimit -n 4096; beyond the hard limit only root may), or take fewer users or connections.',
    )
  })

  it('counts what each running server takes here', () => {
    expect(() => requireOpenFiles('a test', { connections: 10, servers: 100 }, 400)).toThrow('takes 10 connections at once, 4')
  })

  it.runIf(process.platform === 'linux')('goes by the limit of this process', () => {
    expect(readOpenFilesLimit()).toBeGreaterThan(0)
    expect(() => requireOpenFiles('a test', { connections: readOpenFilesLimit(), servers: 1 })).toThrow('too many open files')
  })
})

it('isTooManyOpenFiles finds what the system said among the causes', () => {
  const refused = (code: string) => new Error('a', { cause: Object.assign(new Error('b'), { code }) })
  expect(['EMFILE', 'ENFILE', 'ECONNREFUSED'].map((code) => isTooManyOpenFiles(refused(code)))).toEqual([true, true, false])
  expect(isTooManyOpenFiles('EMFILE')).toBe(false)
})

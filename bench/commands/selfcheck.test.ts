import { describe, expect, it } from 'vitest'
import { runCli } from '../fixtures/cli-process.ts'

describe('npm run selfcheck', () => {
  it('prints a table, tells of each run on stderr, and ends with 0 when all faults were found', async () => {
    const { code, stdout, stderr } = await runCli('selfcheck', '--only', 'weak-if-match,dies', '--runs', '2', '--seed', '7')
    expect(stdout).toBe(`\
fault                       named by              also followed      verdict
weak-if-match               weak-if-match                            2 of 2
dies                        server-died                              2 of 2
`)
    expect(stderr.replaceAll(/\d+ (s|ms)$/gm, '1 s')).toBe('run 1 of 2: 2 of 2 faults found, 1 s\nrun 2 of 2: 2 of 2 faults found, 1 s\n')
    expect(code).toBe(0)
  })

  it('names everything that is wrong with its flags, and ends with 2', async () => {
    const { code, stdout, stderr } = await runCli('selfcheck', '--only', 'dies,dys', '--runs', '0')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^unknown fault "dys": did you mean "dies"\? Known: drops-writes, .*\n--runs 0: give a whole number from 1 to 1000\nnpm run selfcheck -- --help lists the flags\n$/)
    expect((await runCli('selfcheck', '--seed', 'x')).code).toBe(2)
  })

  it('lists the faults and what each does', async () => {
    const { code, stdout } = await runCli('selfcheck', 'list')
    expect(code).toBe(0)
    expect(stdout).toContain('drops-writes\n  acknowledges every 50th accepted write and does not store it\n')
    expect(stdout.trimEnd().split('\n')).toHaveLength(36)
  })
})

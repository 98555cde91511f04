import { lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startSupervisor } from '../../target/supervision.ts'
import { isInstalled, provideDependencies } from './dependencies.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-dependencies-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const lockfile = JSON.stringify({
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.2.3' },
    'node_modules/only-on-windows': { version: '1.0.0', optional: true },
  },
})

/** A project whose packages were installed in these versions. */
function installed(name: string, packages: Readonly<Record<string, { readonly version: string }>>): string {
  const folder = join(scratch, name)
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'package-lock.json'), lockfile)
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))
  return folder
}

const sound = installed('sound', { 'node_modules/a': { version: '1.2.3' } })
const stale = installed('stale', { 'node_modules/a': { version: '1.2.2' } })
const incomplete = installed('incomplete', {})

it('packages are installed when npm noted the versions of the lockfile; optional ones may be missing', () => {
  expect([sound, stale, incomplete, scratch].map((folder) => isInstalled(lockfile, folder))).toEqual([true, false, false, false])
})

it('a build with the lockfile of the working tree shares its packages by a link, one without a lockfile has none', async () => {
  const build = join(scratch, 'build')
  mkdirSync(build)
  const supervisor = startSupervisor()
  const request = { what: 'base', folder: build, workingFolder: sound, supervisor, signal: new AbortController().signal }
  expect(await provideDependencies(request)).toBe('none')
  writeFileSync(join(build, 'package-lock.json'), lockfile)
  expect(await provideDependencies(request)).toBe('those of the working tree')
  expect(lstatSync(join(build, 'node_modules')).isSymbolicLink()).toBe(true)
  await supervisor.close()
})

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bundlePageScript } from './bundle-page-script.ts'

const source = fileURLToPath(new URL('bundle-page-script.ts', import.meta.url))

describe('the script of the page', () => {
  it('is the same bytes from another process in another folder', () => {
    const print = `const { bundlePageScript } = await import(${JSON.stringify(source)}); process.stdout.write(bundlePageScript())`
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', print], { cwd: '/', encoding: 'utf8' })).toBe(bundlePageScript())
  })

  it('imports nothing at run time and is small', () => {
    expect(/\brequire\(|\bimport\s*["'({]|["']node:/.exec(bundlePageScript())?.[0]).toBeUndefined()
    expect(bundlePageScript().length).toBeLessThan(60_000)
  })
})

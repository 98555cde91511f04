import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { chromiumForTests } from '../../../fixtures/find-chromium.ts'

const found = chromiumForTests()

/** False on a machine without a browser, which then says so: `describe.runIf(hasBrowser)`. */
export const hasBrowser = found.path !== null
if (found.path === null) console.warn(found.whyNot)

export interface BrowserFixture {
  readonly browser: Browser
  /** Gone afterwards. */
  readonly folder: string
  /** Puts a page into the folder: its path. */
  write(name: string, content: string): string
}

/** A Chromium and a folder for the tests of a file, from the first to the last of them. */
export function useBrowser(): () => BrowserFixture {
  let fixture: BrowserFixture | undefined
  beforeAll(async () => {
    if (found.path === null) return
    const folder = mkdtempSync(join(tmpdir(), 'report-'))
    const write = (name: string, content: string) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    }
    fixture = { browser: await chromium.launch({ executablePath: found.path }), folder, write }
  }, 60_000)
  afterAll(async () => {
    if (fixture === undefined) return
    await fixture.browser.close()
    rmSync(fixture.folder, { recursive: true, force: true })
  })
  return () => {
    if (fixture === undefined) throw new Error('there is no browser: guard these tests with hasBrowser')
    return fixture
  }
}

// A browser on a busy machine: far more than any test takes.
export const patient = { timeout: 60_000 }

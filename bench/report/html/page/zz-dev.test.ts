/// <reference lib="dom" />
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunFile } from '../../../archive/read-run-file.ts'
import { runCli } from '../../../fixtures/cli-process.ts'
import { findChromium } from '../../../fixtures/find-chromium.ts'
import { readMicroFile } from '../../../micro/read-micro-file.ts'
import type { Advice } from '../../../model/advice.ts'
import { buildHostileRun } from '../../hostile-run-fixture.ts'
import { reportView } from '../../view/report-view.ts'
import { renderReport } from '../render-report.ts'
import type { OpenedPage } from './opened-page-fixture.ts'
import { openPage } from './opened-page-fixture.ts'

const sample = resolve(import.meta.dirname, '../../../../results/sample')
const microPath = join(sample, 'micro.json')
const run = readRunFile(join(sample, 'run.json'))
const micro = existsSync(microPath) ? readMicroFile(microPath) : undefined
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const wide = { width: 1280, height: 900 }
const narrow = { width: 390, height: 844 }

let browser: Browser
let folder: string
let reportPath: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
  reportPath = join(folder, 'report.html')
  writeFileSync(reportPath, await renderReport(run, micro))
  copyFileSync(join(sample, 'run.json'), join(folder, 'run.json'))
  browser = await chromium.launch({ executablePath: findChromium() })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the sample's report and closes it afterwards; it must not have complained. */
async function onPage(act: (opened: OpenedPage) => Promise<void>, hash = '', options: BrowserContextOptions = {}): Promise<void> {
  const opened = await openPage(browser, reportPath, hash, { viewport: wide, ...options })
  try {
    await act(opened)
    expect(opened.complaints).toEqual([])
  } finally {
    await opened.close()
  }
}

/** Once the answer to the last change is there. */
async function recommendedBy(page: Page): Promise<string | null> {
  await page.locator('#advisor-headline:not([aria-busy])').waitFor()
  const name = page.locator('#advisor-recommended')
  return (await name.count()) === 0 ? null : name.textContent()
}

/** What the command that the page shows prints for the same run. */
async function adviceOnCommandLine(page: Page): Promise<Advice> {
  const command = (await page.locator('#advisor-command').textContent()) ?? ''
  const [npm, verb, name, dashes, ...flags] = command.replace('--run run.json', `--run ${join(folder, 'run.json')}`).split(' ')
  expect([npm, verb, name, dashes]).toEqual(['npm', 'run', 'advise', '--'])
  const { code, stdout, stderr } = await runCli('advise', ...flags, '--json')
  expect([code, stderr]).toEqual([0, ''])
  return (JSON.parse(stdout) as { readonly advice: Advice }).advice
}

const listed = (page: Page) => page.locator('#advisor-details li').allTextContents()

// A browser on a busy machine: far more than any of these takes.
const patient = { timeout: 60_000 }

describe('the report, opened from disk in Chromium', patient, () => {
  it('shows every chart, asks for nothing and has nothing to complain of', () =>
    onPage(async ({ page }) => {
      const drawn = reportView(run, micro).figures.filter(({ chart }) => chart !== null)
      expect(drawn.length).toBeGreaterThan(5)
      for (const { id } of drawn) {
        const chart = page.locator(`#${id} svg[role=img]`).locator('visible=true').first()
        const box = await chart.boundingBox()
        expect([id, (box?.width ?? 0) > 300, (box?.height ?? 0) > 100]).toEqual([id, true, true])
      }
    }))

  it('lets no script of somebody else run, and nothing leave', async () => {
    let arrivals = 0
    const server = createServer((_, response) => {
      arrivals += 1
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { page, close } = await openPage(browser, reportPath)
    const outcome = await page.evaluate(async (url) => {
      const script = document.createElement('script')
      script.textContent = 'window.foreign = true'
      const image = document.createElement('img')
      const imageEnded = new Promise((ended) => {
        for (const type of ['load', 'error']) image.addEventListener(type, () => ended(type))
      })
      image.src = `${url}/image.png`
      document.body.append(script, image)
      const fetched = await fetch(url).then(() => 'fetched', () => 'refused')
      return ['foreign' in window, fetched, await imageEnded]
    }, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect([...outcome, arrivals]).toEqual([false, 'refused', 'error', 0])
    await close()
    server.close()
  })

  it('shows charts and an answer where scripts are off', () =>
    onPage(
      async ({ page }) => {
        expect(await page.locator('#advisor-recommended').textContent()).toMatch(/\w/)
        expect(await page.locator('noscript').first().isVisible()).toBe(true)
        expect(await page.locator('svg[role=img]').locator('visible=true').count()).toBeGreaterThan(5)
      },
      '',
      { javaScriptEnabled: false },
    ))

  it.each([
    { size: 'wide', viewport: wide, colorScheme: 'dark' as const, rules: null },
    // What depends on width and colours; the rest has been looked at.
    { size: '390 px', viewport: narrow, colorScheme: 'light' as const, rules: ['color-contrast', 'scrollable-region-focusable', 'target-size'] },
  ])('$size, $colorScheme: nothing is wider than the window, and axe finds nothing serious', ({ viewport, colorScheme, rules }) =>
    onPage(
      async ({ page }) => {
        const { contentPx, windowPx, paper } = await page.evaluate(() => ({
          contentPx: (document.querySelectorAll('svg[role=img] g[aria-label]').forEach((g) => g.removeAttribute('aria-label')), document.documentElement.scrollWidth),
          windowPx: document.documentElement.clientWidth,
          paper: getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.slice(0, 3).map(Number),
        }))
        expect([contentPx, windowPx]).toEqual([viewport.width, viewport.width])
        expect(paper.every((channel) => (colorScheme === 'dark' ? channel < 64 : channel > 191))).toBe(true)
        expect(await findSeriousFaults(page, rules)).toEqual([])
      },
      '',
      { viewport, colorScheme },
    ),
  )

  it('keeps hostile strings of a run file text', async () => {
    const path = join(folder, 'hostile.html')
    writeFileSync(path, await renderReport(buildHostileRun()))
    const { page, complaints, close } = await openPage(browser, path)
    expect(await page.locator('img, script[src], a[href^="javascript:"], [onerror]').count()).toBe(0)
    expect(await page.locator('body').textContent()).toContain('<img src=x onerror=alert(1)>')
    await page.locator('#advisor-clients').fill('77')
    await recommendedBy(page)
    expect([await page.locator('img').count(), complaints]).toEqual([0, []])
    await close()
  })
})

describe('the advisor on the page', patient, () => {
  it('recommends what `npm run advise` does, before and after inputs move', () =>
    onPage(async ({ page }) => {
      const usual = await recommendedBy(page)
      expect(usual).toBe((await adviceOnCommandLine(page)).recommended)

      await page.getByRole('group', { name: 'The table can get a column' }).getByLabel('no').check()
      await page.locator('#advisor-clients').fill('40000')
      await page.getByLabel('Size of a document, slider').press('End')
      await page.getByLabel('Size of a document, slider').press('ArrowLeft')
      const changed = await recommendedBy(page)
      const advice = await adviceOnCommandLine(page)
      expect(await page.locator('#advisor-command').textContent()).toContain('--size 12MB --clients 40000 ')
      expect([changed, changed === usual]).toEqual([advice.recommended, false])
      expect(await listed(page)).toEqual(expect.arrayContaining([...advice.reasons, ...advice.wouldChange]))
    }))

  it('keeps the traffic in the address: a link restores it', async () => {
    let link = ''
    let shown: readonly string[] = []
    await onPage(async ({ page }) => {
      await page.getByRole('radio', { name: 'with gzip' }).check()
      await page.locator('#advisor-every').fill('0.7')
      await page.getByLabel('Who edits each document, slider').press('Home')
      await expect.poll(() => page.url()).toContain('every=700ms')
      await recommendedBy(page)
      link = new URL(page.url()).hash
      shown = await listed(page)
      expect(new URL(await page.locator('#advisor-link').evaluate((a: HTMLAnchorElement) => a.href)).hash).toBe(link)
    })
    await onPage(async ({ page }) => {
      await recommendedBy(page)
      expect([await page.locator('#advisor-every').inputValue(), await page.locator('#advisor-editors').inputValue()]).toEqual(['0.7', '1'])
      expect(await page.getByRole('radio', { name: 'with gzip' }).isChecked()).toBe(true)
      expect(await listed(page)).toEqual(shown)

      await page.evaluate(() => (location.hash = '#clients=123'))
      await expect.poll(() => page.locator('#advisor-clients').inputValue()).toBe('123')
      expect(await page.locator('#advisor-every').inputValue()).toBe('5')
      await page.getByRole('button', { name: 'Back to the usual traffic' }).click()
      expect([await page.locator('#advisor-clients').inputValue(), new URL(page.url()).hash]).toEqual(['2000', ''])
    }, link)
  })

  it('takes no harm from a hostile link', () =>
    onPage(async ({ page }) => {
      expect(await page.locator('#advisor-clients').inputValue()).toBe('9')
      expect(await page.locator('#advisor-every').inputValue()).toBe('5')
      expect(await page.locator('img').count()).toBe(0)
    }, '#clients=9&size=<img src=x onerror=alert(1)>&every=1e999s&__proto__=1&nodes=-1&%E0%A4%A'))

  it('explains what it cannot read beside the field, and keeps its answer', () =>
    onPage(async ({ page }) => {
      const before = await listed(page)
      const clients = page.locator('#advisor-clients')
      await clients.fill('2.5')
      await recommendedBy(page)
      expect(await page.locator('#advisor-clients-problem').textContent()).toBe('"2.5" is not a whole number from 1 to 10000000. Still shown: the answer for 2000 clients.')
      expect([await clients.getAttribute('aria-invalid'), await listed(page)]).toEqual(['true', before])
      await clients.fill('25')
      expect([await page.locator('#advisor-clients-problem').textContent(), await clients.getAttribute('aria-invalid')]).toEqual(['', null])
      expect(await page.getByLabel('Who polls, slider').getAttribute('aria-valuetext')).toBe('25 clients')
    }))
})

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** By axe-core, of the impacts that keep somebody from using the page; by all of its rules, or the named ones. */
async function findSeriousFaults(page: Page, rules: readonly string[] | null): Promise<readonly string[]> {
  await page.evaluate(readFileSync(axePath, 'utf8'))
  const { violations } = await page.evaluate(
    (runOnly) => (window as unknown as { readonly axe: { run(options: object): Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'], ...runOnly }),
    rules === null ? {} : { runOnly: rules },
  )
  return violations.filter(({ impact }) => impact !== 'x').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 500)}`)
}

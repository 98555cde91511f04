/// <reference lib="dom" />
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildHostileRun } from '../../hostile-run-fixture.ts'
import { buildReportMicro, buildReportRun } from '../../view/page-fixture.ts'
import { reportView } from '../../view/report-view.ts'
import { renderReport } from '../render-report.ts'
import { hasBrowser, patient, useBrowser } from './browser-fixture.ts'
import type { OpenedPage } from './opened-page-fixture.ts'
import { openPage } from './opened-page-fixture.ts'
import { findSeriousFaults, findUnreadableLabels } from './page-faults-fixture.ts'

const wide = { width: 1280, height: 900 }
const narrow = { width: 390, height: 844 }

const unfold = (page: Page) => page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))

describe.runIf(hasBrowser)('the report, opened from disk in Chromium', patient, () => {
  const inBrowser = useBrowser()
  const run = buildReportRun()
  const micro = buildReportMicro()
  let path: string
  /** With everything that the other has, and fewer rows and marks to be looked at one by one. */
  let smallPath: string

  beforeAll(() => {
    path = inBrowser().write('report.html', renderReport(run, micro))
    smallPath = inBrowser().write('small.html', renderReport(buildReportRun({ strategies: ['sha256', 'last-modified'], sizesBytes: [1_000, 10_000] }), micro))
  })

  /** Opens a page and closes it afterwards; it must not have complained. */
  async function onPage(act: (opened: OpenedPage) => Promise<void>, options: BrowserContextOptions = {}, opens = path): Promise<void> {
    const opened = await openPage(inBrowser().browser, opens, '', { viewport: wide, ...options })
    try {
      await act(opened)
      expect(opened.complaints).toEqual([])
    } finally {
      await opened.close()
    }
  }

  it.each([{ size: 'wide', viewport: wide, leastPx: 300 }, { size: '390 px', viewport: narrow, leastPx: 300 }])(
    '$size: shows every chart, asks for nothing and has nothing to complain of',
    ({ viewport, leastPx }) =>
      onPage(
        async ({ page }) => {
          const { figures } = reportView(run, micro)
          expect(figures.filter(({ chart }) => chart === null)).toEqual([])
          for (const { id } of figures) {
            const box = await page.locator(`#${id} svg[role=img]`).locator('visible=true').first().boundingBox()
            expect([id, (box?.width ?? 0) > leastPx, (box?.height ?? 0) > 70]).toEqual([id, true, true])
          }
        },
        { viewport },
      ),
  )

  it('lets no script of somebody else run, and nothing leave', async () => {
    let arrivals = 0
    const server = createServer((_, response) => {
      arrivals += 1
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { page, close } = await openPage(inBrowser().browser, path)
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
      { javaScriptEnabled: false },
    ))

  // What depends on width and colours; the rest is looked at once.
  const ofLooks = ['color-contrast', 'scrollable-region-focusable', 'target-size']
  it.each([
    { size: 'wide', viewport: wide, colorScheme: 'dark' as const, rules: null },
    { size: 'wide', viewport: wide, colorScheme: 'light' as const, rules: ofLooks },
    { size: '390 px', viewport: narrow, colorScheme: 'dark' as const, rules: ofLooks },
    { size: '390 px', viewport: narrow, colorScheme: 'light' as const, rules: ofLooks },
  ])('$size, $colorScheme, everything unfolded: axe finds nothing serious', ({ viewport, colorScheme, rules }) =>
    onPage(
      async ({ page }) => {
        await unfold(page)
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.slice(0, 3).map(Number))
        expect(paper.every((channel) => (colorScheme === 'dark' ? channel < 64 : channel > 191))).toBe(true)
        expect(await findSeriousFaults(page, rules)).toEqual([])
      },
      { viewport, colorScheme },
      smallPath,
    ),
  )

  it.each([1280, 760, 390])('at %d px nothing is wider than the window, and every word of the charts can be read: none leaves its panel or lies on another', (width) =>
    onPage(
      async ({ page }) => {
        expect(await findUnreadableLabels(page)).toEqual([])
        await unfold(page)
        expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])).toEqual([width, width])
      },
      { viewport: { width, height: 900 } },
    ),
  )

  it('can be used by keyboard alone: a way past the links on top, and tables that scroll', () =>
    onPage(
      async ({ page }) => {
        await page.keyboard.press('Tab')
        const skip = page.getByRole('link', { name: 'Skip to the answer' })
        expect(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0)).toBe(true)
        await page.keyboard.press('Enter')
        expect(new URL(page.url()).hash).toBe('#main')
        const table = page.locator('#decision .scroll')
        await table.focus()
        // Pressed until it moves: a busy machine may drop a key that comes before the next frame.
        const scrolled = async () => {
          await page.keyboard.press('ArrowRight')
          return table.evaluate(({ scrollLeft }) => scrollLeft)
        }
        await expect.poll(scrolled).toBeGreaterThan(0)
        const summary = page.locator('#cpu-by-size summary')
        await summary.focus()
        await page.keyboard.press('Enter')
        expect(await page.locator('#cpu-by-size table').isVisible()).toBe(true)
      },
      { viewport: narrow },
    ))

  it('keeps hostile strings of a run file text', async () => {
    const hostile = inBrowser().write('hostile.html', renderReport(buildHostileRun()))
    await onPage(
      async ({ page }) => {
        expect(await page.locator('img, script[src], a[href^="javascript:"], [onerror]').count()).toBe(0)
        expect(await page.locator('body').textContent()).toContain('<img src=x onerror=alert(1)>')
        await page.locator('#advisor-clients').fill('77')
        await page.locator('#advisor-headline:not([aria-busy])').waitFor()
        expect(await page.locator('img').count()).toBe(0)
      },
      {},
      hostile,
    )
  })
})

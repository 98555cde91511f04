/// <reference lib="dom" />
import { copyFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readRunFile } from '../../../archive/read-run-file.ts'
import { runCli } from '../../../fixtures/cli-process.ts'
import type { Advice } from '../../../model/advice.ts'
import { buildReportRun } from '../../view/page-fixture.ts'
import { renderReport } from '../render-report.ts'
import { hasBrowser, patient, useBrowser } from './browser-fixture.ts'
import type { OpenedPage } from './opened-page-fixture.ts'
import { openPage } from './opened-page-fixture.ts'

const samplePath = resolve(import.meta.dirname, '../../../../results/sample/run.json')

/** Once the answer to the last change is there. */
async function recommendedBy(page: Page): Promise<string | null> {
  await page.locator('#advisor-headline:not([aria-busy])').waitFor()
  const name = page.locator('#advisor-recommended')
  return (await name.count()) === 0 ? null : name.textContent()
}

const listed = (page: Page) => page.locator('#advisor-details li').allTextContents()

describe.runIf(hasBrowser)('the advisor on the page', patient, () => {
  const inBrowser = useBrowser()
  let path: string

  beforeAll(() => {
    path = inBrowser().write('report.html', renderReport(readRunFile(samplePath)))
    copyFileSync(samplePath, join(inBrowser().folder, 'run.json'))
  })

  /** Opens a page and closes it afterwards; it must not have complained. */
  async function onPage(act: (opened: OpenedPage) => Promise<void>, hash = '', opens = path): Promise<void> {
    const opened = await openPage(inBrowser().browser, opens, hash, { viewport: { width: 1280, height: 900 } })
    try {
      await act(opened)
      expect(opened.complaints).toEqual([])
    } finally {
      await opened.close()
    }
  }

  /** What the command that the page shows prints for the same run. */
  async function adviceOnCommandLine(page: Page): Promise<Advice> {
    const command = (await page.locator('#advisor-command').textContent()) ?? ''
    const [npm, verb, name, dashes, ...flags] = command.replace('--run run.json', `--run ${join(inBrowser().folder, 'run.json')}`).split(' ')
    expect([npm, verb, name, dashes]).toEqual(['npm', 'run', 'advise', '--'])
    const { code, stdout, stderr } = await runCli('advise', ...flags, '--json')
    expect([code, stderr]).toEqual([0, ''])
    return (JSON.parse(stdout) as { readonly advice: Advice }).advice
  }

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

  it('keeps the traffic in the address when the reader goes to another part of the page', () =>
    onPage(async ({ page }) => {
      const charts = page.getByRole('link', { name: 'How far to trust it' })
      await charts.click()
      await expect.poll(() => new URL(page.url()).hash).toBe(await charts.getAttribute('href'))
      await page.locator('#advisor-clients').fill('77')
      await expect.poll(() => page.url()).toContain('clients=77&')
      const { hash } = new URL(page.url())
      await charts.click()
      await expect.poll(() => new URL(page.url()).hash).toBe(hash)
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000)
      await page.goBack()
      expect([new URL(page.url()).hash, await page.locator('#advisor-clients').inputValue()]).toEqual([hash, '77'])
    }))

  it('takes no harm from a hostile link', () =>
    onPage(async ({ page }) => {
      expect(await page.locator('#advisor-clients').inputValue()).toBe('9')
      expect(await page.locator('#advisor-every').inputValue()).toBe('5')
      expect(await page.locator('img').count()).toBe(0)
      expect(await page.locator('.advisor-problem:not(:empty)').allTextContents()).toEqual([
        expect.stringMatching(/^The link says: "1e999s" .*\. Shown instead: 5 seconds\.$/),
        expect.stringMatching(/^The link says: "<img src=x onerror=alert\(1\)>" .*\. Shown instead: 10 kB\.$/),
        expect.stringMatching(/^The link says: "-1" .*\. Shown instead: 1 nodes\.$/),
        expect.stringMatching(/^The link says: "maybe" .*\. Shown instead: yes\.$/),
      ])
      expect(new URL(page.url()).hash).toMatch(/^#size=10kB&clients=9&every=5s&/)
      await page.locator('#advisor-every').fill('7')
      expect(await page.locator('#advisor-every-problem').textContent()).toBe('')
    }, '#clients=9&size=<img src=x onerror=alert(1)>&every=1e999s&__proto__=1&nodes=-1&can-add-column=maybe&%E0%A4%A'))

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

  it('stays fluent however much was measured: while a slider moves, it answers once it rests', async () => {
    const strategies = ['sha256', 'xxhash', 'version', 'last-modified', 'sha256-stored', 'sha256-canonical', 'xxhash-canonical', 'md5', 'sha1-weak', 'weak-timestamp']
    const thorough = buildReportRun({ strategies, launches: 12, fixedRates: [100, 1000] })
    await onPage(
      async ({ page }) => {
        const answers = await page.evaluate(async () => {
          const command = document.getElementById('advisor-command')!
          let changes = 0
          new MutationObserver(() => (changes += 1)).observe(command, { childList: true })
          const slider = document.getElementById('advisor-clients-slider') as HTMLInputElement
          for (let move = 0; move < 200; move += 1) {
            slider.value = String(move % 40)
            slider.dispatchEvent(new Event('input', { bubbles: true }))
          }
          const headline = document.getElementById('advisor-headline')!
          while (headline.hasAttribute('aria-busy')) await new Promise((resumed) => setTimeout(resumed, 20))
          return changes
        })
        expect(answers).toBe(1)
        expect(await page.locator('#advisor-command').textContent()).toContain(`--clients ${await page.locator('#advisor-clients').inputValue()} `)
        // A default run has about 11,000, this one 20,000: laid out in well under a second.
        expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(40_000)
      },
      '',
      inBrowser().write('thorough.html', renderReport(thorough)),
    )
  })
})

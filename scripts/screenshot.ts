import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { findChromium } from '../bench/fixtures/find-chromium.ts'

export interface ScreenshotRequest {
  /** A page on disk. */
  readonly page: string
  /** A .png. */
  readonly out: string
  readonly widthPx: number
  readonly heightPx: number
  readonly colorScheme: 'light' | 'dark'
  /** Of the one element to show; the upper part of the page without it. */
  readonly selector?: string
}

/** A picture of a page as it looks from disk, offline. */
export async function takeScreenshot({ page: path, out, widthPx, heightPx, colorScheme, selector }: ScreenshotRequest): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium() })
  try {
    const context = await browser.newContext({ viewport: { width: widthPx, height: heightPx }, colorScheme, offline: true, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(pathToFileURL(resolve(path)).href)
    const shown = selector === undefined ? page : page.locator(selector)
    await shown.screenshot({ path: out, animations: 'disabled' })
  } finally {
    await browser.close()
  }
}

/** `node scripts/screenshot.ts report.html out.png [--width 1200] [--height 1000] [--dark] [--only '#cpu-by-size']` */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      width: { type: 'string', default: '1200' },
      height: { type: 'string', default: '1000' },
      dark: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  })
  const [page, out] = positionals
  if (page === undefined || out === undefined) throw new Error('give a page and a file for its picture: node scripts/screenshot.ts report.html out.png')
  await takeScreenshot({
    page,
    out,
    widthPx: Number(values.width),
    heightPx: Number(values.height),
    colorScheme: values.dark ? 'dark' : 'light',
    ...(values.only !== undefined && { selector: values.only }),
  })
}

if (import.meta.main) await main()

import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** A report in a browser, and everything that it must not do. */
export interface OpenedPage {
  readonly page: Page
  /** Console messages, uncaught errors, dialogs, and requests for anything but the page itself. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Opens a file on disk, as a double click does; `hash` with its `#`. */
export async function openPage(browser: Browser, path: string, hash = '', options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const url = pathToFileURL(path).href
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(`${url}${hash}`)
  return { page, complaints, close: () => context.close() }
}

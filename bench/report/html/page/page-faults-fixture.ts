/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** By axe-core, of the impacts that keep somebody from using the page; by all of its rules, or the named ones. */
export async function findSeriousFaults(page: Page, rules: readonly string[] | null): Promise<readonly string[]> {
  await page.evaluate(readFileSync(axePath, 'utf8'))
  const { violations } = await page.evaluate(
    (runOnly) => (window as unknown as { readonly axe: { run(options: object): Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'], ...runOnly }),
    rules === null ? {} : { runOnly: rules },
  )
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 500)}`)
}

/** Words of drawings that reach out of their panel or lie on each other, at the width that the page has. */
export async function findUnreadableLabels(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('svg[role=img]')].flatMap((svg) => {
      const panel = svg.closest('.panel')!.getBoundingClientRect()
      if (panel.width === 0) return []
      const chart = svg.querySelector('title')?.textContent ?? ''
      const labels = [...svg.querySelectorAll('text')].filter(({ textContent }) => textContent.trim() !== '').map((label) => ({ text: label.textContent, box: label.getBoundingClientRect() }))
      const outside = labels.filter(({ box }) => box.left < panel.left - 1 || box.right > panel.right + 1).map(({ text }) => `${chart}: "${text}" leaves the panel`)
      // Boxes of text are taller than its letters.
      const lapping = labels.flatMap((one, index) =>
        labels.slice(index + 1).flatMap((other) => {
          const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
          const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
          return wide > 1 && high > 4 ? [`${chart}: "${one.text}" lies on "${other.text}"`] : []
        }),
      )
      return [...outside, ...lapping]
    }),
  )
}

import * as Plot from '@observablehq/plot'
import { printable } from '../escape-html.ts'
import { plotDocument } from './plot-document.ts'

/** How much room a drawing has. Narrow ones are for phones. */
export interface Frame {
  readonly narrow: boolean
  readonly widthPx: number
}

/** One panel of a chart, as markup. */
export interface Drawing {
  /** Above it on the page. */
  readonly title: string
  /** What several panels in a row have in common: stands once above them. Part of the names of the drawings themselves. */
  readonly group?: string
  readonly svg: string
}

export interface Panel {
  /** Of its elements on the page. */
  readonly id: string
  readonly title: string
  readonly group?: string
  /** What a reader who cannot see it should know. */
  readonly description: string
}

/**
 * An SVG that carries its own name and description. Without Plot's own style element, which a strict policy would refuse;
 * the page's stylesheet has what is needed of it. No clip paths: Plot counts their ids up from drawing to drawing.
 */
export function draw({ id, title, group, description }: Panel, { narrow, widthPx }: Frame, options: Plot.PlotOptions): Drawing {
  const plot = Plot.plot({ color: { type: 'identity' }, width: widthPx, ...options, document: plotDocument, className: 'plot' })
  plot.querySelector('style')?.remove()
  // Nobody points at a phone's drawing without touching it.
  if (narrow) for (const hint of plot.querySelectorAll('title')) hint.remove()
  const texts = [
    ['title', `${id}-title`, group === undefined ? title : `${title}: ${group}`],
    ['desc', `${id}-desc`, description],
  ] as const
  for (const [tag, textId, text] of texts.toReversed()) {
    const element = plotDocument.createElementNS('http://www.w3.org/2000/svg', tag)
    element.id = textId
    element.textContent = text
    plot.prepend(element)
  }
  plot.setAttribute('role', 'img')
  plot.setAttribute('aria-labelledby', `${id}-title`)
  plot.setAttribute('aria-describedby', `${id}-desc`)
  plot.removeAttribute('font-family')
  plot.removeAttribute('font-size')
  for (const element of plot.querySelectorAll('*')) {
    // Plot names its groups after its marks ("line"), which says nothing to anybody and is not allowed where there is no role.
    element.removeAttribute('aria-label')
    roundPlaces(element)
  }
  return { title, ...(group !== undefined && { group }), svg: printable(plot.outerHTML) }
}

const places: ReadonlySet<string> = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height'])

/** To tenths of a pixel: finer ones cannot be seen, and the page is a third smaller. */
function roundPlaces(element: Element): void {
  for (const attribute of element.attributes) {
    if (!places.has(attribute.name) || attribute.value.endsWith('em')) continue
    attribute.value = attribute.value.replaceAll(/\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1))))
  }
}

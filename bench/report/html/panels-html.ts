import type { Drawing, Frame } from './charts/drawing.ts'
import type { Html } from './html.ts'
import { html, trusted } from './html.ts'

/** Everything is drawn twice: the stylesheet shows the one that fits the page. */
export type PageWidth = 'wide' | 'narrow'

/** Panels beside each other on a wide page. */
export type PanelsPerRow = 1 | 2 | 3

const panelWidthsPx: Readonly<Record<PanelsPerRow, number>> = { 1: 860, 2: 548, 3: 360 }
/** What a page of 390 px leaves beside its margins. */
const narrowWidthPx = 350

export function frameOf(width: PageWidth, perRow: PanelsPerRow): Frame {
  return { narrow: width === 'narrow', widthPx: width === 'narrow' ? narrowWidthPx : panelWidthsPx[perRow] }
}

/** Panels that were drawn for the frame of that width. */
export function renderPanels(panels: readonly Drawing[], width: PageWidth, perRow: PanelsPerRow): Html {
  return html`<div class="panels ${width} panels-${perRow}">${panels.map((panel, index) => html`${groupTitle(panel, panels[index - 1])}<div class="panel"><p class="panel-title" aria-hidden="true">${panel.title}</p>${trusted(panel.svg)}</div>
`)}</div>`
}

/** Before the first panel of each group. */
function groupTitle({ group }: Drawing, before: Drawing | undefined): Html | null {
  return group === undefined || group === before?.group ? null : html`<p class="panel-group" aria-hidden="true">${group}</p>`
}

import type { Series } from '../../view/series.ts'

/** Okabe & Ito's colours (2008, Color Universal Design), which people with any colour vision can tell apart; the stylesheet has them for light and dark. Vermilion is kept for what got lost. */
const hues = 5

/** No two of the first 35 strategies share both colour and symbol. */
const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye', 'cross'] as const
export type SeriesSymbol = (typeof symbols)[number]

/** A reference to a colour of the stylesheet; the control is drawn in the colour of text. */
export function colourOf({ place }: Series): string {
  return place === 0 ? 'var(--control)' : `var(--series-${((place - 1) % hues) + 1})`
}

/** The same as text, which needs more contrast than a mark. */
export function labelColourOf({ place }: Series): string {
  return place === 0 ? 'var(--control)' : `var(--label-${((place - 1) % hues) + 1})`
}

export function symbolOf({ place }: Series): SeriesSymbol {
  return place === 0 ? 'circle' : symbols[(place - 1) % symbols.length]!
}

/** Once colours come round again, lines are dashed. */
export function dashOf({ place }: Series): string | undefined {
  return place > hues ? '4,3' : undefined
}

const longestLabel = 22

/** As much of a name as fits beside a line. */
export function labelOf({ name }: Pick<Series, 'name'>): string {
  return name.length <= longestLabel ? name : `${name.slice(0, longestLabel - 1)}…`
}

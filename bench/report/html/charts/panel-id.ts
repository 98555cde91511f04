/** The id of a panel's elements on the page, by its index in the chart. */
export type PanelId = (index: number) => string

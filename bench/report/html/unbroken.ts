/** No line ends between a figure and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(/(?<=\d) (?=(?:%|µs|ms)(?!\w))/g, '\u00a0')
}

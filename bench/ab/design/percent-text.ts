/** A fraction as text: 0.01 is `1 %`, 0.0375 is `3.75 %`. */
export function percentText(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))} %`
}

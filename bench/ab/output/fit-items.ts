/** The text with as many of its items as fit into so many bytes of UTF-8; undefined where it does not fit without any. */
export function fitItems(items: number, limitBytes: number, render: (kept: number) => string): string | undefined {
  const whole = render(items)
  if (Buffer.byteLength(whole) <= limitBytes) return whole
  let fitting: string | undefined
  let least = 0
  let most = items - 1
  while (least <= most) {
    const kept = Math.floor((least + most) / 2)
    const text = render(kept)
    if (Buffer.byteLength(text) <= limitBytes) {
      fitting = text
      least = kept + 1
    } else most = kept - 1
  }
  return fitting
}

/** The text, or as much of its beginning as makes `most` code points with the sign that there was more. */
export function clip(text: string, most: number): string {
  const points = Array.from(text.slice(0, 2 * most + 2))
  return points.length <= most ? text : `${points.slice(0, most - 2).join('')} …`
}

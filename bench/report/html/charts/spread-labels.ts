/**
 * Where labels go that want to stand at these heights (px), each at least `gap` from the next and all between `top` and
 * `bottom`: as near to where they want to be as their order allows. Too many for the room are squeezed together evenly.
 */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): readonly number[] {
  const order = wanted.map((_, index) => index).toSorted((a, b) => wanted[a]! - wanted[b]! || a - b)
  const step = Math.min(gap, (bottom - top) / Math.max(1, wanted.length - 1))
  // Neighbours that are too close become one block, centred on where its members want to be (pool adjacent violators).
  const blocks: { members: number[]; centre: number }[] = []
  for (const index of order) {
    blocks.push({ members: [index], centre: within(wanted[index]!, 0) })
    for (let last = blocks.at(-1)!, before = blocks.at(-2); before !== undefined && overlaps(before, last); last = blocks.at(-1)!, before = blocks.at(-2)) {
      const members = [...before.members, ...last.members]
      blocks.splice(-2, 2, { members, centre: within(members.reduce((sum, member) => sum + wanted[member]!, 0) / members.length, members.length - 1) })
    }
  }
  const placed: number[] = []
  for (const { members, centre } of blocks) {
    for (const [rank, member] of members.entries()) placed[member] = centre + (rank - (members.length - 1) / 2) * step
  }
  return placed

  function within(centre: number, gaps: number): number {
    const half = (gaps * step) / 2
    return Math.min(Math.max(centre, top + half), bottom - half)
  }

  function overlaps(before: (typeof blocks)[number], after: (typeof blocks)[number]): boolean {
    return after.centre - before.centre < ((before.members.length + after.members.length) / 2) * step - 1e-9
  }
}

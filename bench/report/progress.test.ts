import { expect, it } from 'vitest'
import { createProgress } from './progress.ts'

it('says how long is left once a whole launch is done', () => {
  let nowMs = 0
  const lines: string[] = []
  const stream = { isTTY: false, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream
  const progress = createProgress({ total: 6, perLaunch: 3 }, stream, () => nowMs)
  for (const [what, doneMs] of [['warm-up', 50_000], ['a', 60_000], ['b', 75_000], ['c', 80_000], ['d', 100_000], ['e', 101_000]] as const) {
    nowMs = doneMs
    progress.advance(what)
  }
  expect(lines).toEqual([
    '1 of 6 cells done (warm-up)\n',
    '2 of 6 cells done (a)\n',
    '3 of 6 cells done, about 1 min 15 s left (b)\n',
    '5 of 6 cells done, about 20 s left (d)\n',
    '6 of 6 cells done (e)\n',
  ])
})

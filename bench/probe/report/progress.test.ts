import { expect, it } from 'vitest'
import type { Check } from '../finding.ts'
import { createProbeProgress } from './progress.ts'

const check: Check = { id: 'a', title: 'a title that is far longer than what fits into one line of a terminal, which wraps it otherwise', rfc: '', run: () => Promise.reject(new Error('not run')) }

function written(isTTY: boolean): string {
  let text = ''
  const stream = { isTTY, write: (part: string) => (text += part) !== '' } as unknown as NodeJS.WriteStream
  const progress = createProbeProgress(stream)
  progress.checking(check, 0, 32)
  progress.writing('writing to "note"')
  progress.restoring()
  progress.stop()
  return text
}

it('a terminal shows the check under way in one line, and nothing of it stays', () => {
  const clear = '\r\u001B[2K'
  expect(written(true)).toBe(
    `${clear}1 of 32: a title that is far longer than what fits into one line of a terminal,${clear}writing to "note"\n${clear}restoring the resource\n${clear}`,
  )
})

it('elsewhere only what is done to the target is told, without control characters', () => {
  expect(written(false)).toBe('writing to "note"\nrestoring the resource\n')
})

import { expect, it } from 'vitest'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { buildRecord } from '../report/record-fixture.ts'
import { playUntilValid } from './scenario-attempts.ts'

async function attemptsWith(...reasons: readonly (string | null)[]) {
  const done: [attempt: number, voidReason: string | null, repeated: boolean | undefined][] = []
  const left = [...reasons]
  const play = async (): Promise<ScenarioRecord> => buildRecord({ voidReason: left.shift() ?? null })
  await playUntilValid(play, { scenarioDone: async ({ attempt, voidReason }, progress) => void done.push([attempt, voidReason, progress?.repeated]) })
  return done
}

it('a valid scenario is played once', async () => {
  expect(await attemptsWith(null)).toEqual([[1, null, false]])
})

it('a void one is played once more, and both attempts are kept', async () => {
  expect(await attemptsWith('late', null)).toEqual([[1, 'late', true], [2, null, false]])
})

it('a second void attempt is the last', async () => {
  expect(await attemptsWith('late', 'late again', null)).toEqual([[1, 'late', true], [2, 'late again', false]])
})

it('a failure ends it', async () => {
  const sink = { scenarioDone: () => Promise.reject(new Error('never called')) }
  await expect(playUntilValid(() => Promise.reject(new Error('the server died')), sink)).rejects.toThrow('the server died')
})

import { expect, it, vi, onTestFinished } from 'vitest'
import { Connection } from '../load/connection.ts'
import { planArms } from '../plan/arm.ts'
import type { RunningArm } from './running-arm.ts'
import { withPool } from './script-lane.ts'

it.each([
  ['EMFILE', /^too many open files: only 0 of 1 connections to http:\/\/127\.0\.0\.1:1 could be opened$/],
  ['ECONNREFUSED', /^server "none" ended or refused connections before a burst; its last words: out of luck$/],
])('connections that fail with %s before a burst are told as what that means', async (code, message) => {
  const open = vi.spyOn(Connection, 'open').mockRejectedValue(Object.assign(new Error(code), { code }))
  onTestFinished(() => open.mockRestore())
  const [arm] = await planArms([], [])
  const server = { origin: 'http://127.0.0.1:1', hasExited: () => undefined, stderrTail: () => 'out of luck' } as Partial<RunningArm['server']> as RunningArm['server']
  const script = { kind: 'static', request: { method: 'GET', path: '/', headers: {} } } as const
  const drive = vi.fn<Parameters<typeof withPool>[2]>()
  await expect(withPool({ arm: arm!, server, documents: [] }, [script], drive)).rejects.toThrow(message)
  expect(drive).not.toHaveBeenCalled()
})

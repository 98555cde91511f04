import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withCompileCache } from './compile-cache.ts'

it('lends a folder that is gone afterwards, also when the work fails, and leaves no listener behind', async () => {
  const folders: string[] = []
  const work = async (folder: string) => {
    folders.push(folder)
    expect(existsSync(folder)).toBe(true)
    if (folders.length === 2) throw new Error('no')
    return 'done'
  }
  const listeners = process.listenerCount('exit')
  expect(await withCompileCache(work)).toBe('done')
  await expect(withCompileCache(work)).rejects.toThrow('no')
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false])
  expect(process.listenerCount('exit')).toBe(listeners)
})

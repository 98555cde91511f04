import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { askYesNo } from './ask-yes-no.ts'

/** What a terminal in raw mode sends. */
const [ctrlC, ctrlD, enter] = ['\x03', '\x04', '\r']

function ask(typed: string, signal = new AbortController().signal): Promise<boolean> {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const output = Object.assign(new PassThrough(), { isTTY: true })
  output.resume()
  const answer = askYesNo('Sure? [y/N] ', { input, output, signal })
  input.write(typed)
  return answer
}

it.each([
  [`y${enter}`, true],
  [` YES ${enter}`, true],
  [enter, false],
  [`n${enter}`, false],
  [`yep${enter}`, false],
  [ctrlD, false],
])('%j is answered %j', async (typed, isYes) => {
  expect(await ask(typed)).toBe(isYes)
})

it('Ctrl-C and a signal interrupt, whatever was typed before', async () => {
  const interrupted = { code: 'interrupted', message: 'interrupted: nothing was changed' }
  await expect(ask(`y${ctrlC}`)).rejects.toMatchObject(interrupted)
  await expect(ask('', AbortSignal.abort())).rejects.toMatchObject(interrupted)
  const abort = new AbortController()
  const asked = ask('y', abort.signal)
  abort.abort()
  await expect(asked).rejects.toMatchObject(interrupted)
})

it('leaves the cursor at the beginning of a line, also where nothing was entered', async () => {
  for (const typed of [ctrlD, `n${enter}`]) {
    let printed = ''
    const output = new PassThrough().on('data', (bytes: Buffer) => (printed += bytes.toString()))
    const input = new PassThrough()
    const answer = askYesNo('Sure? [y/N] ', { input: Object.assign(input, { isTTY: true }), output: Object.assign(output, { isTTY: true }), signal: new AbortController().signal })
    input.write(typed)
    await answer
    output.end()
    await once(output, 'end')
    expect(printed).toMatch(/[^\n]\r?\r?\n$/)
  }
})

it('the end of an input that is no terminal is a no', async () => {
  const input = new PassThrough()
  const answer = askYesNo('Sure? [y/N] ', { input, output: new PassThrough().resume(), signal: new AbortController().signal })
  input.end()
  expect(await answer).toBe(false)
})

import { describe, expect, it } from 'vitest'
import { readPayload } from '../../servers/resource/payload.ts'
import { describePayload } from './payload.ts'

function describeText(text: string): readonly string[] {
  const payload = readPayload(Buffer.from(text))
  if (!payload.ok) throw new Error(payload.reason)
  return describePayload('our.json', payload)
}

describe('describePayload', () => {
  it('tells the size in the file from the size as sent, and what was added', () => {
    expect(describeText('{ "a": 1 }')).toEqual([
      'payload our.json: file 10B, sent as 52B after parse and serialise; a member "edit" was added to its root (45 B): it counts the edits',
    ])
  })

  it.each([
    ['[1]', 'its root is no object, so that no member can be added to it'],
    ['"text"', 'its root is no object, so that no member can be added to it'],
    ['{"a":{"edit":1}}', 'it has a member "edit" of its own'],
    ['{"7":1}', 'members named like integers come first in JavaScript, and "edit" has to'],
  ])('says why %s needs an envelope', (text, reason) => {
    expect(describeText(text)[0]).toMatch(new RegExp(`it was put into an envelope \\{"edit", "payload"\\} \\(57 B more\\), since ${reason}$`))
  })

  it('warns of what does not survive', () => {
    expect(describeText('{"a":-0}')[1]).toBe('payload warning: negative zeros, 1 in all: $.a: -0 is sent as 0')
  })
})

import { describe, expect, it } from 'vitest'
import { chooseField, editableFields, findField, withValue } from './editable-field.ts'

describe('the field that is chosen', () => {
  it.each([
    ['free text before what comes first', { id: '1', place: 'shelf', note: '' }, 'note'],
    ['else the first text', { id: '1', place: 'shelf', room: 'attic' }, 'place'],
    ['no id, state, date or address', { orderId: 'a', status: 'paid', createdAt: 'x', updated_at: 'x', site: 'https://a.example', contact: 'a@b.example', due: '2024-05-23', label: 'x' }, 'label'],
    ['nothing where only such fields are there', { _id: '1', currency: 'EUR', version: 'x' }, undefined],
    ['nothing in a list', ['note'], undefined],
    ['nothing but strings', { note: 1, comment: null }, undefined],
  ])('is %s', (_what, root, name) => {
    expect(chooseField(root)?.path).toEqual(name === undefined ? undefined : [name])
  })
})

describe('the field that is named', () => {
  const root = { note: 'a', customer: { 'first.name': 'b', age: 30 }, items: [{ sku: 'c' }], 'a.b': 'dotted', a: { b: 'nested' } }

  it.each([
    ['note', ['note']],
    ['customer.age', ['customer', 'age']],
    ['items.0.sku', ['items', 0, 'sku']],
    ['a.b', ['a.b']],
    ['customer', undefined],
    ['items.1.sku', undefined],
    ['toString', undefined],
  ])('%s is found at %j', (name, path) => {
    expect(findField(root, name)?.path).toEqual(path)
  })

  it('can be one of those that are listed', () => {
    expect(editableFields(root)).toEqual(['note', 'customer.first.name', 'customer.age', 'a.b', 'a.b'])
  })
})

describe('the content with another value in the field', () => {
  it('differs in no other byte', () => {
    const text = String.raw`{ "big": 12345678901234567890, "note":"a\u00e9",` + `\n\t"pi": 3.10 }`
    expect(withValue(text, ['note'], 'b')).toBe('{ "big": 12345678901234567890, "note":"b",\n\t"pi": 3.10 }')
  })

  it('is the text that was, once the value is put back', () => {
    const text = String.raw`{"items":[{"sku":"c","quantity":2}],"note":"ring \"twice\""}`
    expect(withValue(withValue(text, ['note'], 'b'), ['note'], 'ring "twice"')).toBe(text)
  })
})

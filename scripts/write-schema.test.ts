import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { schemaFile, schemaNames, schemaText } from './write-schema.ts'

it('the forms of a run and of a suite are published', () => {
  expect(schemaNames).toEqual(['run.schema.json', 'ab.schema.json'])
})

it.each(schemaNames)('results/%s is what the code says (npm run schema writes it)', (name) => {
  expect(readFileSync(schemaFile(name), 'utf8')).toBe(schemaText(name))
})

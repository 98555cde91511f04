import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runSchemaText, schemaFile } from './write-schema.ts'

it('results/run.schema.json is what the code says (npm run schema writes it)', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(runSchemaText())
})

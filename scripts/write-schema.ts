import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { runFileSchema } from '../bench/archive/run-file.ts'

export const schemaFile = new URL('../results/run.schema.json', import.meta.url)

export function runSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(runFileSchema), null, 2)}\n`
}

if (import.meta.main) writeFileSync(schemaFile, runSchemaText())

import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { abFileSchema } from '../bench/ab/ab-file.ts'
import { runFileSchema } from '../bench/archive/run-file.ts'

/** Published forms of result files, by the name of the JSON Schema in results/. */
const schemas = { 'run.schema.json': runFileSchema, 'ab.schema.json': abFileSchema }

export type SchemaName = keyof typeof schemas
export const schemaNames = Object.keys(schemas) as readonly SchemaName[]

export const schemaFile = (name: SchemaName) => new URL(`../results/${name}`, import.meta.url)

export function schemaText(name: SchemaName): string {
  return `${JSON.stringify(z.toJSONSchema(schemas[name]), null, 2)}\n`
}

if (import.meta.main) for (const name of schemaNames) writeFileSync(schemaFile(name), schemaText(name))

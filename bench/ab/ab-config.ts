import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { closest } from 'fastest-levenshtein'
import { z } from 'zod'
import { describeJsonError } from '../../servers/resource/json-error.ts'
import { BenchError } from '../errors.ts'

export const configFileName = 'bench.config.json'

const names = z.array(z.string().min(1))
const fraction = z.number().gt(0).lt(1)

/** What a project commits about its gate; flags of the same names override it. */
export const abConfigSchema = z.strictObject({
  strategies: names.optional().describe('compared by default: all their usual cells'),
  sizes: names.optional().describe('such as 10kB'),
  classes: names.optional().describe('of 200, 304, put, 412'),
  cells: names.optional().describe('cells by name, in place of strategies, sizes and classes: sha256/10kB/304'),
  ignore: names.optional().describe('cells left out; a part may be *'),
  minimumEffect: fraction.optional().describe('changes up to this never count: 0.01 is 1 %'),
  alpha: fraction.optional().describe('chance that screening alarms falsely in any cell of a suite'),
  command: z.string().min(1).optional().describe('starts the server of either build, in place of this project\'s servers'),
  build: z.string().min(1).optional().describe('run in either build before its server is started'),
  failOnCannotTell: z.boolean().optional(),
})
export type AbConfig = z.infer<typeof abConfigSchema>

/**
 * Reads the file named, else `bench.config.json` of the working directory if it is there, else nothing. Throws one usage error
 * that names everything wrong with it, for an unknown key the nearest known one.
 */
export function readAbConfig(path: string | undefined): AbConfig {
  const file = resolve(path ?? configFileName)
  if (path === undefined && !existsSync(file)) return {}
  const parsed = abConfigSchema.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  throw new BenchError('usage', parsed.error.issues.flatMap((issue) => describe(issue, file)).join('\n'), `mend ${file}`)
}

function readJson(file: string): unknown {
  const text = readText(file)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BenchError('usage', text.trim() === '' ? `${file} is empty` : `${file} is no JSON: ${describeJsonError(text)}`, `mend ${file}; {} leaves everything as it is by default`, { cause })
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new BenchError('usage', `${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : (code ?? message)}`, 'name a JSON file with --config', { cause })
  }
}

function describe(issue: z.core.$ZodIssue, file: string): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [`${file}: ${issue.path.join('.') || 'the whole'}: ${issue.message}`]
  const known = Object.keys(abConfigSchema.shape)
  return issue.keys.map((key) => `${file}: unknown key "${key}": did you mean "${closest(key, known)}"? Known: ${known.join(', ')}`)
}

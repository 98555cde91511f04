import { globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

/** scripts -> bench -> {scenarios, servers}; scenarios and servers share HTTP only. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  scripts: ['scripts', 'bench', 'scenarios', 'servers'],
  bench: ['bench', 'scenarios', 'servers', 'scripts/require-node.mjs'],
  scenarios: ['scenarios'],
  servers: ['servers'],
}

/** Load and benchmark libraries are imported in one file each, so that nothing of theirs leaks. */
const soleImporters: Readonly<Record<string, string>> = {
  autocannon: 'bench/load/saturate.ts',
  'cli-progress': 'bench/report/progress.ts',
  tinybench: 'bench/micro/measure-operation.ts',
  'node:sqlite': 'servers/stores/sqlite.ts',
}

const root = resolve(import.meta.dirname, '..')
const importPattern = /^\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/** What is wrong with the imports of one file, a sentence each. */
export function findForbiddenImports(file: string, source: string): string[] {
  const folder = file.split('/')[0]!
  return [...source.matchAll(importPattern)].flatMap((match) => {
    const target = (match[1] ?? match[2] ?? match[3])!
    if (!target.startsWith('.')) {
      const sole = soleImporters[target]
      const isTest = /\.test\.ts$|\.d\.ts$/.test(file)
      return sole === undefined || sole === file || isTest ? [] : [`${file} imports ${target}: only ${sole} may`]
    }
    const path = relative(root, resolve(root, dirname(file), target)).replaceAll('\\', '/')
    const allowed = (mayImport[folder] ?? []).some((each) => path === each || path.startsWith(`${each}/`))
    return allowed ? [] : [`${file} imports ${path}: ${folder} may import from ${mayImport[folder]?.join(', ') ?? 'nothing'}`]
  })
}

if (import.meta.main) {
  const files = globSync('{bench,servers,scenarios,scripts}/**/*.{ts,mjs}', { cwd: root })
  const problems = files.flatMap((file) => findForbiddenImports(file.replaceAll('\\', '/'), readFileSync(resolve(root, file), 'utf8')))
  for (const problem of problems) console.error(problem)
  console.log(`${files.length} files, ${problems.length} forbidden imports`)
  process.exitCode = problems.length > 0 ? 1 : 0
}

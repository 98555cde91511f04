import { fileURLToPath } from 'node:url'
import type { BuildFailure } from 'esbuild'
import { buildSync } from 'esbuild'
import { BenchError } from '../../../errors.ts'

const entry = fileURLToPath(new URL('advisor-page.ts', import.meta.url))

let bundled: string | undefined

/**
 * The script of the page, for one inline script element: the advisor with the cost model that the command line uses. The
 * same sources give the same bytes. Throws `harness` where esbuild's program is missing or cannot be started.
 */
export function bundlePageScript(): string {
  bundled ??= bundle()
  return bundled
}

function bundle(): string {
  const script = build()
  // esbuild writes `<\/script` in strings; `<!--` would start a comment that a script element knows too.
  if (/<\/script|<!--/i.test(script)) throw new Error('the page script holds markup that would end its element: build that string from parts')
  return script
}

function build(): string {
  try {
    return buildPage()
  } catch (error) {
    // Errors in our sources have a list of them; without one it never got to read any.
    if ((error as Partial<BuildFailure>).errors !== undefined) throw error
    const [seen] = (error as Error).message.split('\n')
    throw new BenchError('harness', `the advisor's script cannot be bundled: ${seen}`, 'npm ci brings esbuild and its program (an optional package: not with --omit=optional)', { cause: error })
  }
}

function buildPage(): string {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    // Configuration of whoever has this repository inside theirs must not change the page.
    tsconfigRaw: {},
  })
  return outputFiles[0]!.text.trim()
}

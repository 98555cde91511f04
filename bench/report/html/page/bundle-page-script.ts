import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const entry = fileURLToPath(new URL('advisor-page.ts', import.meta.url))

let bundled: string | undefined

/**
 * The script of the page, for one inline script element: the advisor with the cost model that the command line uses. The
 * same sources give the same bytes.
 */
export function bundlePageScript(): string {
  bundled ??= bundle()
  return bundled
}

function bundle(): string {
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
  const script = outputFiles[0]!.text.trim()
  // esbuild writes `<\/script` in strings; `<!--` would start a comment that a script element knows too.
  if (/<\/script|<!--/i.test(script)) throw new Error('the page script holds markup that would end its element: build that string from parts')
  return script
}

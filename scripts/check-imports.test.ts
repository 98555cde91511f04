import { describe, expect, it } from 'vitest'
import { findForbiddenImports } from './check-imports.ts'

describe('the import direction', () => {
  it('lets the harness import servers and scenarios', () => {
    const source = "import { a } from '../servers/index.ts'\nimport type { B } from '../scenarios/scenario.ts'\n"
    expect(findForbiddenImports('bench/options.ts', source)).toEqual([])
  })

  it('keeps servers from importing the harness, also over several lines, as a type, and dynamically', () => {
    const source = "import {\n  a,\n} from '../bench/options.ts'\nexport type { B } from '../bench/units.ts'\nawait import('../scenarios/index.ts')\n"
    expect(findForbiddenImports('servers/app.ts', source)).toEqual([
      'servers/app.ts imports bench/options.ts: servers may import from servers',
      'servers/app.ts imports bench/units.ts: servers may import from servers',
      'servers/app.ts imports scenarios/index.ts: servers may import from servers',
    ])
  })

  it('keeps autocannon in one file', () => {
    const source = "import autocannon from 'autocannon'\n"
    expect(findForbiddenImports('bench/load/saturate.ts', source)).toEqual([])
    expect(findForbiddenImports('bench/load/users.ts', source)).toEqual([
      'bench/load/users.ts imports autocannon: only bench/load/saturate.ts may',
    ])
  })
})

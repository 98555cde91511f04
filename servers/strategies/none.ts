import type { Strategy } from './strategy.ts'

export default {
  name: 'none',
  summary: 'no validator: 200 to every poll, unconditional writes (the control)',
  writeGuard: 'none',
  strength: 'none',
  needs: 'nothing',
} satisfies Strategy

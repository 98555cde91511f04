// Plain JavaScript on purpose: a host without the pinned Node must be told so in a sentence, not by a stack trace.
import '../scripts/require-node.mjs'

await import('./cli.ts')

import { resolve } from 'node:path'

/** Where runs go, and are looked for, unless a flag says otherwise. */
export const defaultResultsFolder = resolve(import.meta.dirname, '../../results/runs')

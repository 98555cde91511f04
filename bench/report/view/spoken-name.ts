import type { RunFile } from '../../archive/run-file.ts'

type Arms = Pick<RunFile, 'arms'>

/** A server's name as a sentence has it: of the control, `none` alone would be read as "not a single one". */
export function spokenName(run: Arms, name: string): string {
  return isControl(run, name) ? `${name} (no tag)` : name
}

export function isControl({ arms }: Arms, name: string): boolean {
  return arms.some((arm) => arm.name === name && arm.role === 'control')
}

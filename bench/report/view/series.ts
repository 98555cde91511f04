import type { RunFile } from '../../archive/run-file.ts'

/** A strategy or the control, with a place that its colour and its symbol go by in every chart of the page. */
export interface Series {
  readonly name: string
  readonly role: 'control' | 'strategy'
  /** 0: the control; strategies from 1, in the order of the run. */
  readonly place: number
}

/** `none` first, then the strategies in the order in which they were asked for; references and the second control are not among them. */
export function seriesOf({ arms }: Pick<RunFile, 'arms'>): readonly Series[] {
  const control = arms.filter(({ role }) => role === 'control').map(({ name }) => ({ name, role: 'control' as const, place: 0 }))
  const strategies = arms.filter(({ role }) => role === 'strategy')
  return [...control, ...strategies.map(({ name }, index) => ({ name, role: 'strategy' as const, place: index + 1 }))]
}

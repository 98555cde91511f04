import type { ContentCoding } from '../../servers/http/content-coding.ts'
import type { WriteGuard } from '../../servers/http/preconditions.ts'
import { describeStrategy } from '../../servers/strategies/description.ts'
import type { StrategyDescription } from '../../servers/strategies/description.ts'
import { findStrategy } from '../../servers/strategies/load-strategy.ts'
import type { Demand } from '../../servers/strategies/strategy.ts'
import { references, serverCommand } from '../../servers/index.ts'
import type { ServerCommand } from '../target/server-process.ts'
import type { ResponseClass } from './response-class.ts'
import { responseClasses } from './response-class.ts'

/** One server of the comparison: a strategy, the control (`none`, twice) or a reference such as a floor. */
export interface Arm {
  readonly name: string
  readonly role: 'control' | 'control-again' | 'strategy' | 'reference'
  readonly summary: string
  /** What whoever picks it has to know beforehand. */
  readonly caveat?: string | null
  readonly writeGuard: WriteGuard
  /** Changes of one document this close together may share a validator; 0: never. */
  readonly blindMs: number
  /** What it asks of whoever adopts it: a column of its own, and what the strategy says. */
  readonly asksFor: readonly ('column' | Demand)[]
  /** A strong tag promises that no edit is lost and no 304 is false: breaking that is a violation, not a finding. */
  readonly strongTag: boolean
  readonly classes: readonly ResponseClass[]
  /** Whether its 200 is asked for with an outdated validator, or without any. */
  readonly asksFor200: 'conditionally' | 'plainly'
  /** In which coding its contents are asked for, and must come. */
  readonly encoding: ContentCoding
  readonly command: ServerCommand
  /** What starts it by hand, for hints; default: `npm run serve`. */
  readonly byHand?: string
}

export const controlName = 'none'
export const controlAgainName = 'none-again'

/** Built-in strategies only: a file of a user's is foreign code, which does not run in this process. */
export const describeBuiltIn = async (name: string): Promise<StrategyDescription> => describeStrategy(findStrategy(name))

/**
 * `none` first and twice, then the strategies asked for, all of them in this coding, then the references, which are as they
 * are. Throws what `describe` throws.
 */
export async function planArms(
  strategies: readonly string[],
  referenceNames: readonly string[],
  encoding: ContentCoding = 'identity',
  describe: (nameOrPath: string) => Promise<StrategyDescription> = describeBuiltIn,
): Promise<readonly Arm[]> {
  const control = strategyArm(await describe(controlName), controlName, encoding)
  const others: Arm[] = []
  // One after the other: each file is given its time to load.
  for (const name of strategies) if (name !== controlName) others.push(strategyArm(await describe(name), name, encoding))
  return [
    { ...control, role: 'control' },
    { ...control, name: controlAgainName, role: 'control-again', command: { ...control.command, name: controlAgainName } },
    ...others,
    ...references.filter(({ name }) => referenceNames.includes(name)).map(referenceArm),
  ]
}

function strategyArm(strategy: StrategyDescription, nameOrPath: string, encoding: ContentCoding): Arm {
  const { name, summary, writeGuard, caveat, blindMs, asksFor: demands } = strategy
  // `none` is sent every request that another strategy is sent: its answers are the denominators.
  const classes =
    name === controlName
      ? responseClasses
      : responseClasses.filter(
          (each) => (each !== '304' || strategy.needs !== 'nothing') && (each !== '412' || writeGuard !== 'none'),
        )
  const strongTag = writeGuard === 'if-match'
  const needsColumn = strategy.needs === 'columns' || strategy.needs === 'digest'
  const asksFor = [...(needsColumn ? ['column' as const] : []), ...demands]
  const asksFor200 = 'conditionally'
  const command = toCommand(name, nameOrPath, encoding)
  return { name, role: 'strategy', summary, caveat, writeGuard, blindMs, asksFor, strongTag, classes, asksFor200, encoding, command }
}

function referenceArm(reference: (typeof references)[number]): Arm {
  return {
    name: reference.name,
    role: 'reference',
    summary: reference.summary,
    caveat: null,
    writeGuard: 'none',
    blindMs: 0,
    asksFor: [],
    strongTag: false,
    classes: reference.statuses,
    asksFor200: reference.asksFor200,
    encoding: reference.encoding,
    command: toCommand(reference.name, reference.name),
  }
}

function toCommand(name: string, nameOrPath: string, encoding?: ContentCoding): ServerCommand {
  return { name, command: process.execPath, args: serverCommand(nameOrPath, encoding).args, node: true }
}

/** The status that a working arm answers to a request of the class. */
export function expectedStatus(arm: Arm, responseClass: ResponseClass): number {
  const answersPlainly = arm.role === 'control' || arm.role === 'control-again'
  switch (responseClass) {
    case '200':
      return 200
    case '304':
      return answersPlainly ? 200 : 304
    case 'put':
      return 204
    case '412':
      return answersPlainly ? 204 : 412
  }
}

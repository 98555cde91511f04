import { closest } from 'fastest-levenshtein'
import { formatSize, parseSize } from '../../servers/resource/size.ts'
import { planArms } from '../plan/arm.ts'
import type { Arm } from '../plan/arm.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import { responseClasses } from '../plan/response-class.ts'
import { unknownName } from '../unknown-name.ts'
import { defaultStrategies, strategies } from '../../servers/strategies/index.ts'

/** A point that the gate watches: one class of answers of one strategy at one size. */
export interface AbCell {
  /** Strategy, size and class: `sha256/10kB/304`. */
  readonly name: string
  readonly strategy: string
  readonly sizeBytes: number
  readonly responseClass: ResponseClass
}

/** What flags and bench.config.json say of cells, as typed. */
export interface CellChoice {
  readonly strategies?: readonly string[] | undefined
  readonly sizes?: readonly string[] | undefined
  readonly classes?: readonly string[] | undefined
  /** Of a payload as sent: the one size of all cells, in place of `sizes`. */
  readonly payloadBytes?: number | undefined
  /** Names; they take the place of the three above. */
  readonly cells?: readonly string[] | undefined
  /** Cells left out: names, in which a part may be `*`. */
  readonly ignore?: readonly string[] | undefined
}

export interface CellPlan {
  /** In the order in which they are printed. */
  readonly cells: readonly AbCell[]
  /** What is left out although it was chosen. */
  readonly ignored: readonly string[]
  /** The servers that have them, without commands. */
  readonly servers: readonly Arm[]
}

export const defaultGateSize = '10kB'
/** Refusing a write takes the same path in every strategy: one of them watches it. */
const defaultRefusal = 'version'

const nameOf = (strategy: string, sizeBytes: number, responseClass: ResponseClass) => `${strategy}/${formatSize(sizeBytes)}/${responseClass}`

/**
 * The cells of this project's strategies: by default 200 and put of the usual five at 10 kB, 304 of those that have it, and
 * 412 of `version`. Throws an Error with one problem on each line.
 */
export async function planStrategyCells(choice: CellChoice): Promise<CellPlan> {
  const known = strategies.map(({ name }) => name)
  const names = choice.cells?.map((cell) => cell.split('/')[0]!) ?? choice.strategies ?? defaultStrategies.map(({ name }) => name)
  const problems = [...new Set(names)].filter((name) => !known.includes(name)).map((name) => unknownName('strategy', name, known))
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const arms = (await planArms([...new Set(names)], [])).filter(({ name, role }) => role !== 'control-again' && names.includes(name))
  return planCells(choice, arms, (arm, responseClass) => has(arm, responseClass) && (responseClass !== '412' || arm.name === defaultRefusal))
}

/** `none` answers 200 and 204 to everything: two of its classes are others over again. */
function has({ classes, role }: Arm, responseClass: ResponseClass): boolean {
  return classes.includes(responseClass) && (role !== 'control' || responseClass === '200' || responseClass === 'put')
}

/** The cells of a server that is only known by its command. */
export function planServerCells(choice: CellChoice, server: Arm): CellPlan {
  return planCells(choice, [server], () => true)
}

function planCells(choice: CellChoice, arms: readonly Arm[], isUsual: (arm: Arm, responseClass: ResponseClass) => boolean): CellPlan {
  const problems: string[] = []
  const { payloadBytes } = choice
  const sizes = payloadBytes !== undefined ? [payloadBytes] : (choice.sizes ?? [defaultGateSize]).flatMap((text) => collect(problems, () => [parseSize(text)], []))
  const classes = (choice.classes ?? responseClasses).filter((each) => isResponseClass(each) || !problems.push(unknownName('class', each, responseClasses)))
  const chosen = choice.cells
    ? choice.cells.flatMap((text) => collect(problems, () => [parseCell(text, arms, payloadBytes)], []))
    : sizes.flatMap((sizeBytes) =>
        arms.flatMap(({ name, ...arm }) =>
          responseClasses
            .filter((each) => classes.includes(each) && (choice.classes ? has({ name, ...arm }, each) : isUsual({ name, ...arm }, each)))
            .map((responseClass) => ({ name: nameOf(name, sizeBytes, responseClass), strategy: name, sizeBytes, responseClass })),
        ),
      )
  for (const { name } of chosen) if (chosen.filter((cell) => cell.name === name).length > 1) problems.push(`cell ${name} is named twice: give it once`)
  for (const pattern of choice.ignore ?? []) {
    if (!chosen.some(({ name }) => matches(pattern, name))) problems.push(unmatched(pattern, chosen))
  }
  if (problems.length > 0) throw new Error([...new Set(problems)].join('\n'))
  const isIgnored = ({ name }: AbCell) => (choice.ignore ?? []).some((pattern) => matches(pattern, name))
  const cells = chosen.filter((cell) => !isIgnored(cell))
  if (cells.length === 0) throw new Error('no cell is left to compare: choose or ignore others')
  const servers = arms.flatMap((arm) => {
    const own = responseClasses.filter((each) => cells.some(({ strategy, responseClass }) => strategy === arm.name && responseClass === each))
    return own.length === 0 ? [] : [{ ...arm, classes: own }]
  })
  return { cells, ignored: chosen.filter(isIgnored).map(({ name }) => name), servers }
}

function parseCell(text: string, arms: readonly Arm[], payloadBytes: number | undefined): AbCell {
  const [strategy = '', size = '', responseClass = '', ...more] = text.split('/')
  const arm = arms.find(({ name }) => name === strategy)
  if (more.length > 0 || responseClass === '') throw new Error(`"${text}" is no cell: write strategy, size and class, such as sha256/10kB/304`)
  if (arm === undefined) throw new Error(unknownName('strategy', strategy, arms.map(({ name }) => name)))
  if (!isResponseClass(responseClass)) throw new Error(unknownName('class', responseClass, responseClasses))
  if (!has(arm, responseClass)) throw new Error(`${strategy} has no answer of class ${responseClass} that is its own: leave out ${text}`)
  const own = payloadBytes === undefined ? undefined : nameOf(strategy, payloadBytes, responseClass)
  if (own !== undefined && own !== text) throw new Error(`"${text}" has another size than the payload: write ${own}`)
  const sizeBytes = payloadBytes ?? parseSize(size)
  return { name: nameOf(strategy, sizeBytes, responseClass), strategy, sizeBytes, responseClass }
}

function matches(pattern: string, name: string): boolean {
  const parts = name.split('/')
  const wanted = pattern.split('/')
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index])
}

function unmatched(pattern: string, cells: readonly AbCell[]): string {
  const names = cells.map(({ name }) => name)
  const nearest = names.length === 0 ? '' : `: did you mean "${closest(pattern, names)}"?`
  return `ignored cell "${pattern}" is none of those chosen${nearest === '' ? '.' : nearest} A part may be *, as in sha256/*/put`
}

const isResponseClass = (text: string): text is ResponseClass => responseClasses.some((each) => each === text)

function collect<T>(problems: string[], read: () => T, otherwise: T): T {
  try {
    return read()
  } catch (error) {
    problems.push((error as Error).message)
    return otherwise
  }
}

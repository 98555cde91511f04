import { hodgesLehmann } from '../stats/hodges-lehmann.ts'
import type { AbLaunch, AbPair } from './ab-file.ts'
import type { CellEvidence, LaunchEffects } from './design/evidence.ts'
import { countedPairs } from './disturbed-pairs.ts'

/** Below this share of valid pairs a launch says nothing of a cell. */
const leastValidShare = 0.5

/** A cell that answered wrongly cannot be compared; one that is void in most of this many launches or more is given up. */
const patienceLaunches = 3

/** What the launches so far say of each cell: the effect of a launch is the Hodges-Lehmann estimate over its valid pairs, the undisturbed ones where there are enough. */
export function cellEvidence(cells: readonly string[], launches: readonly AbLaunch[], pairsPerLaunch: number): readonly CellEvidence[] {
  const screening = launches.filter(({ confirmation }) => !confirmation)
  const confirming = launches.filter(({ confirmation }) => confirmation)
  return cells.map((cell) => {
    const effects = (of: readonly AbLaunch[], arm: AbPair['arm']) => of.map((launch) => launchEffect(launch, cell, arm, pairsPerLaunch))
    const head = effects(screening, 'head')
    const control = effects(screening, 'base-again')
    return {
      cell,
      head,
      control,
      confirmation: effects(confirming, 'head'),
      confirmationControl: effects(confirming, 'base-again'),
      voidReason: findVoidReason(cell, { head, control }, launches),
    }
  })
}

function launchEffect({ pairs }: AbLaunch, cell: string, arm: AbPair['arm'], wanted: number): number | null {
  const valid = pairs.filter((pair) => pair.cell === cell && pair.arm === arm && pair.voidReason === null)
  if (valid.length < Math.max(1, wanted * leastValidShare)) return null
  return hodgesLehmann(countedPairs(valid, wanted).map(({ numeratorNs, denominatorNs }) => Math.log(numeratorNs / denominatorNs)))
}

/** Without its control nothing tells a change from a harness that favours one side: it counts as head does. */
function findVoidReason(cell: string, arms: Readonly<Record<'head' | 'control', LaunchEffects>>, launches: readonly AbLaunch[]): string | null {
  const voids = launches.flatMap(({ pairs }) => pairs.filter((pair) => pair.cell === cell && pair.voidReason !== null))
  const wrong = voids.find(({ wrongAnswer }) => wrongAnswer)
  if (wrong !== undefined) return wrong.voidReason
  const measured = launches.filter(({ confirmation, cells }) => !confirmation && cells.includes(cell)).length
  const valid = Math.min(...[arms.head, arms.control].map((effects) => effects.filter((effect) => effect !== null).length))
  const isHopeless = measured >= patienceLaunches && valid < measured / 2
  return isHopeless ? `void in ${measured - valid} of ${measured} launches: ${voids.at(-1)?.voidReason ?? 'too few pairs'}` : null
}

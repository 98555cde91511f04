import type { EntityTag } from '../../../servers/http/entity-tag.ts'
import { parseTagList, weakMatch } from '../../../servers/http/entity-tag.ts'
import type { Random } from '../../stats/random.ts'
import { createRandom } from '../../stats/random.ts'
import type { Material, MicroTask } from '../task.ts'
import { inTurn } from '../task.ts'

const tagDigits = 32
const tagBytes = tagDigits + 2
const separator = ', '

/** A field value of If-None-Match, exactly so long: tags of 32 digits, the last one longer where it must be. */
export function makeTagList(bytes: number, random: Random): string {
  const count = Math.max(1, Math.floor((bytes + separator.length) / (tagBytes + separator.length)))
  const spare = bytes - (count * (tagBytes + separator.length) - separator.length)
  const digits = (length: number) => Array.from({ length }, () => random.integer(16).toString(16)).join('')
  return Array.from({ length: count }, (_, index) => `"${digits(index === count - 1 ? tagDigits + spare : tagDigits)}"`).join(separator)
}

function fieldValues({ documents: [{ content }], seed }: Material): readonly [string, ...string[]] {
  const random = createRandom(seed).fork('tag lists')
  const make = () => makeTagList(content.length, random)
  return [make(), make(), make(), make()]
}

/** None of them is in a list that `makeTagList` makes: the comparison runs to the end. */
const current: EntityTag = '"ffffffff-not-in-any-list-ffffff"'

/** Lists of tags as long as the content. Node refuses a head of more than 16 kB: longer lists tell how the cost grows, no more. */
export const entityTags: readonly MicroTask[] = [
  {
    name: 'tag-list-parse',
    summary: 'If-None-Match with a list of tags of that many bytes, parsed',
    scales: true,
    prepare: (material) => inTurn(fieldValues(material), (text) => text.length, (text) => parseTagList(text)),
  },
  {
    name: 'tag-list-match',
    summary: 'the parsed list compared weakly with a tag that is not in it',
    scales: true,
    prepare: (material) => {
      const [first, ...others] = fieldValues(material).map((text) => ({ bytes: text.length, tags: parsed(text) }))
      return inTurn([first!, ...others], ({ bytes }) => bytes, ({ tags }) => (tags.some((tag) => weakMatch(tag, current)) ? 0 : tags.length))
    },
  },
]

function parsed(text: string): readonly EntityTag[] {
  const list = parseTagList(text)
  if (list === undefined || list === '*') throw new Error(`no list of tags: ${text.slice(0, 80)}`)
  return list
}
